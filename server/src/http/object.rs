//! Objects of JSON that are objects.

use std::fmt;
use std::marker::PhantomData;

use serde::de::value::MapAccessDeserializer;
use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};

/// A value that is written as an object: by themselves structs are also read from arrays, their fields in order, which
/// nobody is told of.
#[derive(Debug)]
pub(super) struct Object<T>(pub(super) T);

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Object<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(Fields(PhantomData)).map(Object)
    }
}

struct Fields<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for Fields<T> {
    type Value = T;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("an object `{…}`")
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<T, A::Error> {
        T::deserialize(MapAccessDeserializer::new(map))
    }
}

#[cfg(test)]
mod tests {
    use mesh_config::SourceFile;

    use super::*;

    #[test]
    fn an_array_is_no_object() {
        let read = serde_json::from_str::<Object<SourceFile>>;
        assert_eq!(read(r#"{"name": "a.yaml", "text": ""}"#).unwrap().0.name, "a.yaml");
        let error = read(r#"["a.yaml", ""]"#).unwrap_err().to_string();
        assert_eq!(error, "invalid type: sequence, expected an object `{…}` at line 1 column 0");
    }
}
