//! Whether an object's fields make sense.

use serde_json::Value;

use super::super::kind::Kind;
use crate::api::Status;

/// Refuses what is not valid.
pub(crate) fn validate(_kind: Kind, _object: &Value, _old: Option<&Value>) -> Result<(), Status> {
    Ok(())
}
