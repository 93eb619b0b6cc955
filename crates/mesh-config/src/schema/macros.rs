//! Declares a message: the struct, its part of the field table and its decoder in one.

/// Declares structs whose fields are the keys of a mapping.
///
/// `field: Type = "yamlName" or "default", support;` where default and support (`checked`, `not_simulated`) may be left out.
/// `oneof` lists groups of keys that exclude each other.
/// `others` lists keys that are valid but have no effect and no field.
macro_rules! message {
    (
        $(#[doc = $doc:literal])+
        $name:ident = $title:literal, $link:literal {
            $(
                $(#[doc = $field_doc:literal])+
                $field:ident : $type:ty = $key:literal $(or $default:literal)? $(, $support:ident)?;
            )*
        }
        $(oneof $oneofs:expr;)?
        $(others $others:expr)?
    ) => {
        $(#[doc = $doc])+
        #[derive(Clone, Debug, Default, PartialEq)]
        pub struct $name {
            /// Where the whole of it stands.
            pub span: $crate::Span,
            $(
                $(#[doc = $field_doc])+
                pub $field: $type,
            )*
        }

        impl $name {
            /// Its part of the field table.
            pub const MESSAGE: &'static $crate::schema::Message = &$crate::schema::Message {
                name: $title,
                doc: concat!($($doc, "\n"),+),
                link: $link,
                fields: &[
                    $($crate::schema::Field {
                        name: $key,
                        doc: concat!($($field_doc, "\n"),+),
                        default: concat!($($default)?),
                        support: $crate::schema::message!(@support $($support)?),
                        shape: <$type as $crate::decode::FieldValue>::shape,
                    }),*
                ],
                oneofs: $crate::schema::message!(@others $($oneofs)?),
                others: $crate::schema::message!(@others $($others)?),
            };
        }

        impl $crate::decode::FromNode for $name {
            fn shape() -> $crate::schema::Shape {
                $crate::schema::Shape::Message(Self::MESSAGE)
            }

            #[allow(unused_variables, non_camel_case_types, clippy::items_after_statements)]
            fn from_node(node: &$crate::Node, decoder: &mut $crate::decode::Decoder<'_>) -> Option<Self> {
                /// The fields in the order of the table: comparing numbers is half the code of comparing names.
                enum Place {
                    $($field,)*
                }
                let mut message = Self { span: node.span, ..Self::default() };
                decoder.message(node, Self::MESSAGE, &mut |decoder, place, value| match place {
                    $(place if place == Place::$field as usize => {
                        message.$field = $crate::decode::FieldValue::decode(value, decoder);
                    })*
                    _ => {}
                })?;
                Some(message)
            }
        }
    };
    (@support) => { $crate::schema::Support::Simulated };
    (@support checked) => { $crate::schema::Support::Checked };
    (@support not_simulated) => { $crate::schema::Support::NotSimulated };
    (@others) => { &[] };
    (@others $others:expr) => { $others };
}

/// Declares an enum whose values are written as fixed words; the first is the default.
macro_rules! enumeration {
    (
        $(#[doc = $doc:literal])+
        $name:ident = $title:literal {
            $(#[doc = $first_doc:literal])+
            $first:ident = $first_text:literal $first_number:literal,
            $(
                $(#[doc = $value_doc:literal])+
                $value:ident = $text:literal $number:literal,
            )*
        }
    ) => {
        $(#[doc = $doc])+
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
        pub enum $name {
            $(#[doc = $first_doc])+
            #[default]
            $first,
            $(
                $(#[doc = $value_doc])+
                $value,
            )*
        }

        impl $name {
            /// The values as the field table has them.
            pub const ENUMERATION: &'static $crate::schema::Enumeration = &$crate::schema::Enumeration {
                name: $title,
                values: &[
                    $crate::schema::EnumerationValue {
                        name: $first_text,
                        number: $first_number,
                        doc: concat!($($first_doc, "\n"),+),
                    },
                    $($crate::schema::EnumerationValue {
                        name: $text,
                        number: $number,
                        doc: concat!($($value_doc, "\n"),+),
                    }),*
                ],
            };

            /// The word as written in YAML.
            #[must_use]
            pub fn as_str(self) -> &'static str {
                match self {
                    Self::$first => $first_text,
                    $(Self::$value => $text,)*
                }
            }
        }

        impl $crate::decode::FromScalar for $name {
            fn shape() -> $crate::schema::Shape {
                $crate::schema::Shape::Enum(Self::ENUMERATION)
            }

            fn from_scalar(scalar: &$crate::Scalar) -> Result<Self, $crate::decode::Refusal> {
                let name = $crate::decode::enumeration_value(Self::ENUMERATION, scalar)?;
                Ok(match name {
                    $($text => Self::$value,)*
                    _ => Self::$first,
                })
            }
        }
    };
}

pub(crate) use {enumeration, message};
