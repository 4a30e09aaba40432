//! Objects of several kinds, told apart by one field, that newer servers may extend.

use std::fmt;

use serde::de::{DeserializeOwned, Deserializer, Error as _};
use serde::ser::{Error as _, Serialize, Serializer};
use serde_json::{Map, Value};

/// An object whose kind this version of the SDK does not know, kept whole.
///
/// Only reading makes one. `Debug` does not print what is in it.
#[derive(Clone, PartialEq)]
pub struct UnknownUnion {
    tag: &'static str,
    object: Map<String, Value>,
}

impl UnknownUnion {
    /// What the server says the object is.
    #[must_use]
    pub fn tag(&self) -> &str {
        self.object
            .get(self.tag)
            .and_then(Value::as_str)
            .unwrap_or_default()
    }

    /// The whole object, the tag included.
    #[must_use]
    pub fn as_object(&self) -> &Map<String, Value> {
        &self.object
    }

    /// For the expansion of [`union!`](crate::wire::union) only.
    #[doc(hidden)]
    #[must_use]
    pub fn __new(tag: &'static str, value: &str, mut object: Map<String, Value>) -> Self {
        object.insert(tag.to_owned(), Value::String(value.to_owned()));
        UnknownUnion { tag, object }
    }
}

impl fmt::Debug for UnknownUnion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("..")
    }
}

impl Serialize for UnknownUnion {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.object.serialize(serializer)
    }
}

/// Reads an object and takes the tag out of it. For the expansion of [`union!`](crate::wire::union) only.
#[doc(hidden)]
pub fn __read<'de, D: Deserializer<'de>>(
    deserializer: D,
    tag: &'static str,
) -> Result<(String, Map<String, Value>), D::Error> {
    // The tag may stand last, so that the object has to be read before its kind is known.
    let mut object = <Map<String, Value> as serde::Deserialize>::deserialize(deserializer)?;
    match object.remove(tag) {
        Some(Value::String(value)) => Ok((value, object)),
        Some(_) => Err(D::Error::custom(format_args!(
            "the field `{tag}` is not a string"
        ))),
        None => Err(D::Error::missing_field(tag)),
    }
}

/// Reads a member without its tag. For the expansion of [`union!`](crate::wire::union) only.
#[doc(hidden)]
#[inline]
pub fn __member<T: DeserializeOwned, E: serde::de::Error>(
    object: Map<String, Value>,
) -> Result<T, E> {
    serde_json::from_value(Value::Object(object)).map_err(E::custom)
}

/// Whether the field of a member says `value`. For the expansion of [`union!`](crate::wire::union) only.
#[doc(hidden)]
#[must_use]
pub fn __says(member: &impl Serialize, field: &str, value: &str) -> bool {
    serde_json::to_value(member).is_ok_and(|member| member[field] == value)
}

/// Adds a field that a tag value stands for. For the expansion of [`union!`](crate::wire::union) only.
#[doc(hidden)]
#[must_use]
pub fn __with(mut object: Map<String, Value>, field: &str, value: &str) -> Map<String, Value> {
    object.insert(field.to_owned(), Value::from(value));
    object
}

/// Writes a member with its tag. For the expansion of [`union!`](crate::wire::union) only.
#[doc(hidden)]
#[inline]
pub fn __write<S: Serializer>(
    member: &impl Serialize,
    tag: &'static str,
    value: &'static str,
    retag: Option<Retag>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    write(serde_json::to_value(member), tag, value, retag, serializer)
}

/// Another tag value, and the field and its value that ask for it.
type Retag = (&'static str, &'static str, &'static str);

fn write<S: Serializer>(
    member: serde_json::Result<Value>,
    tag: &'static str,
    value: &'static str,
    retag: Option<Retag>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    match member {
        Ok(Value::Object(mut object)) => {
            let value = match retag {
                Some((other, field, asks))
                    if object.get(field).and_then(Value::as_str) == Some(asks) =>
                {
                    other
                }
                _ => value,
            };
            object.insert(tag.to_owned(), Value::String(value.to_owned()));
            object.serialize(serializer)
        }
        Ok(_) => Err(S::Error::custom("a member of a union has to be an object")),
        Err(error) => Err(S::Error::custom(error)),
    }
}

/// Declares a union of objects that are told apart by the string in one field, and keeps kinds it does not know.
///
/// Members do not have the tag as a field: it is taken out on reading and added on writing.
///
/// `Profile(ProfileForm) = "profile" or "profile:back" if "screen" = "previous"` gives a variant two tag
/// values: the second one is written, and read, where the member's field has that value.
///
/// ```
/// use serde::{Deserialize, Serialize};
///
/// #[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
/// pub struct Image {
///     pub src: String,
/// }
///
/// ory_core::union! {
///     /// What a node shows.
///     pub enum Attributes tag "node_type" {
///         /// An image.
///         Image(Image) = "img",
///     }
/// }
///
/// let image: Attributes = serde_json::from_str(r#"{"src": "/qr.png", "node_type": "img"}"#)?;
/// assert_eq!(image, Attributes::Image(Image { src: "/qr.png".to_owned() }));
/// let video: Attributes = serde_json::from_str(r#"{"node_type": "video", "loop": true}"#)?;
/// assert_eq!(video.tag(), "video");
/// assert_eq!(serde_json::to_string(&video)?, r#"{"loop":true,"node_type":"video"}"#);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[doc(hidden)]
#[macro_export]
macro_rules! union {
    (
        $(#[$meta:meta])*
        $vis:vis enum $name:ident tag $tag:literal {
            $( $(#[$variant_meta:meta])* $variant:ident($inner:ty) = $text:literal
                $(or $other:literal if $field:literal = $asks:literal)? ),* $(,)?
        }
    ) => {
        $(#[$meta])*
        #[derive(Clone, PartialEq)]
        #[non_exhaustive]
        $vis enum $name {
            $( $(#[$variant_meta])* $variant($inner), )*
            /// A kind that this version of the SDK does not know, kept whole.
            Unknown($crate::UnknownUnion),
        }

        impl $name {
            #[doc = concat!("The value of `", $tag, "`.")]
            #[must_use]
            #[inline]
            pub fn tag(&self) -> &str {
                match self {
                    $( $name::$variant(_member) => {
                        $( if $crate::__private::union::__says(_member, $field, $asks) {
                            return $other;
                        } )?
                        $text
                    } )*
                    $name::Unknown(unknown) => unknown.tag(),
                }
            }
        }

        $(
            impl ::core::convert::From<$inner> for $name {
                #[inline]
                fn from(member: $inner) -> Self {
                    $name::$variant(member)
                }
            }
        )*

        impl ::core::fmt::Debug for $name {
            #[inline]
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                match self {
                    $( $name::$variant(member) => {
                        f.debug_tuple(stringify!($variant)).field(member).finish()
                    } )*
                    $name::Unknown(unknown) => f.debug_tuple("Unknown").field(unknown).finish(),
                }
            }
        }

        impl $crate::serde::Serialize for $name {
            #[inline]
            fn serialize<S: $crate::serde::Serializer>(
                &self,
                serializer: S,
            ) -> ::core::result::Result<S::Ok, S::Error> {
                match self {
                    $( $name::$variant(member) => {
                        let retag = $crate::union!(@retag $($other, $field, $asks)?);
                        $crate::__private::union::__write(member, $tag, $text, retag, serializer)
                    } )*
                    $name::Unknown(unknown) => {
                        $crate::serde::Serialize::serialize(unknown, serializer)
                    }
                }
            }
        }

        impl<'de> $crate::serde::Deserialize<'de> for $name {
            #[inline]
            fn deserialize<D: $crate::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> ::core::result::Result<Self, D::Error> {
                let (tag, object) = $crate::__private::union::__read(deserializer, $tag)?;
                match tag.as_str() {
                    $(
                        $text => $crate::__private::union::__member(object).map($name::$variant),
                        $( $other => $crate::__private::union::__member(
                            $crate::__private::union::__with(object, $field, $asks),
                        ).map($name::$variant), )?
                    )*
                    _ => ::core::result::Result::Ok($name::Unknown(
                        $crate::UnknownUnion::__new($tag, &tag, object),
                    )),
                }
            }
        }
    };

    (@retag) => { ::core::option::Option::None };
    (@retag $other:literal, $field:literal, $asks:literal) => {
        ::core::option::Option::Some(($other, $field, $asks))
    };
}

#[cfg(test)]
#[allow(unreachable_pub)] // Of what the macro declares, as public types are.
mod tests {
    use serde::{Deserialize, Serialize};
    use serde_json::{Value, from_value, json, to_value};

    #[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
    pub struct Image {
        src: String,
        #[serde(flatten)]
        rest: std::collections::BTreeMap<String, Value>,
    }

    #[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
    #[serde(deny_unknown_fields)]
    pub struct Empty {}

    crate::union! {
        /// A test.
        pub enum Node tag "node_type" {
            /// An image.
            Image(Image) = "img",
            /// Nothing.
            Empty(Empty) = "",
            /// Another union inside.
            Nested(Box<Inner>) = "nested",
        }
    }

    crate::union! {
        /// A test within.
        pub enum Inner tag "kind" {
            /// An image.
            Image(Image) = "img",
        }
    }

    #[test]
    fn members_are_read_without_their_tag_wherever_it_stands_and_written_with_it() {
        for text in [
            r#"{"node_type":"img","src":"/a"}"#,
            r#"{"src":"/a","node_type":"img"}"#,
        ] {
            let node: Node = serde_json::from_str(text).unwrap();
            let Node::Image(image) = &node else {
                panic!("{node:?}")
            };
            assert!(image.rest.is_empty(), "the tag reached the member");
            assert_eq!(node.tag(), "img");
            assert_eq!(
                to_value(&node).unwrap(),
                json!({"node_type": "img", "src": "/a"})
            );
        }
        // The member refuses unknown fields, so the tag cannot have reached it.
        let empty: Node = from_value(json!({"node_type": ""})).unwrap();
        assert_eq!(empty, Node::from(Empty {}));
        assert_eq!(
            serde_json::to_string(&empty).unwrap(),
            r#"{"node_type":""}"#
        );
    }

    #[test]
    fn unions_nest() {
        let value = json!({"node_type": "nested", "kind": "img", "src": "/a"});
        let node: Node = from_value(value.clone()).unwrap();
        assert!(matches!(&node, Node::Nested(inner) if inner.tag() == "img"));
        assert_eq!(to_value(&node).unwrap(), value);
    }

    #[test]
    fn an_unknown_kind_is_kept_whole_and_not_printed() {
        let value = json!({"node_type": "video", "CANARY": [{"deep": null}, 1.5, "CANARY"]});
        let node: Node = from_value(value.clone()).unwrap();
        assert_eq!(node.tag(), "video");
        let Node::Unknown(unknown) = &node else {
            panic!("{node:?}")
        };
        assert_eq!(Value::Object(unknown.as_object().clone()), value);
        assert_eq!(to_value(&node).unwrap(), value);
        assert_eq!(format!("{node:?}"), "Unknown(..)");
    }

    #[test]
    fn what_is_no_member_is_an_error() {
        for (value, says) in [
            (json!({"src": "/a"}), "missing field `node_type`"),
            (json!({}), "missing field `node_type`"),
            (json!({"node_type": 1}), "not a string"),
            (json!({"node_type": null}), "not a string"),
            (json!({"node_type": "img"}), "missing field `src`"),
            (json!({"node_type": "", "x": 1}), "unknown field"),
            (json!([]), "invalid type"),
            (json!("img"), "invalid type"),
            (Value::Null, "invalid type"),
        ] {
            let error = from_value::<Node>(value.clone()).unwrap_err().to_string();
            assert!(error.contains(says), "{value}: {error}");
        }
        let deep = format!(r#"{{"node_type":"video","x":{}"#, "[".repeat(10_000));
        assert!(serde_json::from_str::<Node>(&deep).is_err());
    }

    #[test]
    fn a_field_can_ask_for_another_tag_value() {
        #[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
        pub struct Step {
            screen: Option<String>,
        }
        crate::union! {
            /// A test.
            pub enum Body tag "method" {
                /// A step.
                Step(Step) = "step" or "step:back" if "screen" = "previous",
            }
        }
        let body = |screen: Option<&str>| {
            Body::Step(Step {
                screen: screen.map(str::to_owned),
            })
        };
        for (screen, tag) in [
            (None, "step"),
            (Some("next"), "step"),
            (Some("previous"), "step:back"),
        ] {
            let body = body(screen);
            assert_eq!(body.tag(), tag);
            let value = to_value(&body).unwrap();
            assert_eq!(value, json!({"method": tag, "screen": screen}));
            assert_eq!(from_value::<Body>(value).unwrap(), body);
        }
        let bare: Body = from_value(json!({"method": "step:back"})).unwrap();
        assert_eq!(bare, body(Some("previous")));
    }

    #[test]
    fn the_tag_wins_over_a_field_of_the_same_name() {
        let node = Node::Image(Image {
            src: String::new(),
            rest: [("node_type".to_owned(), json!("other"))].into(),
        });
        assert_eq!(to_value(&node).unwrap()["node_type"], "img");
    }
}
