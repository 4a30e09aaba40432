//! Objects whose members are known by name: what reading and writing a model takes, said once for all models.
//!
//! A model lists its members in [`object!`](crate::wire::object). The list becomes a table that the functions here walk, so
//! that a model adds a table to a program and not a parser of its own: of what derived code would cost to compile,
//! most is saved, for us and for whoever depends on us.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;
use std::marker::PhantomData;

use serde::de::{
    Deserialize, DeserializeOwned, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor,
};
use serde::ser::{Serialize, SerializeMap, Serializer};
use serde_json::Value;

use crate::wire::encoded::OneOrMany;
use crate::wire::field_path;

/// Declares how the fields of a struct stand in a JSON object, and implements `Serialize` and `Deserialize` by it.
///
/// Each line is a member's name, the field, and how the two belong together:
///
/// | | read | written |
/// |---|---|---|
/// | `required` | has to be there | always |
/// | `optional` | absent and `null` are `None` | if there is one |
/// | `or_empty` | absent and `null` are empty | unless it is empty |
/// | `or_default` | absent and `null` are the default | always |
/// | `nullable` | absent is `None`, `null` is a value | if there is one |
/// | `required_base64`, `optional_base64` | bytes from base64 text | as base64 text |
/// | `base64_or_empty` | a list of bytes from base64 texts | unless it is empty |
/// | `required_integer`, `optional_integer` | an `i64` from a number or text | as text |
/// | `required_whole`, `optional_whole` | an `i64` from a number, also one spelled `1.0` or `1e3` | as a number |
/// | `one_or_many` | a list of texts, also from a single text | unless it is empty |
/// | `optional_scope` | a text, also from a list of words | if there is one |
/// | `optional_unless_empty` | as `optional`; an object without content is `None` too | if there is one |
/// | `tolerant`, `tolerant_or_empty`, `tolerant_whole`, `tolerant_one_or_many` | as the word beside it, but a value of another type is kept among the unknown members | as the word beside it |
///
/// Unknown members are skipped, or kept in the map that follows `keeping`, and written back. Of members that stand
/// twice the last one counts.
///
/// ```
/// struct Device {
///     id: String,
///     user_agent: Option<String>,
///     locations: Vec<String>,
/// }
///
/// ory_core::object! {
///     Device {
///         "id" => id: required,
///         "user_agent" => user_agent: optional,
///         "locations" => locations: or_empty,
///     }
/// }
///
/// let device: Device = serde_json::from_str(r#"{"id": "1", "locations": null, "color": "red"}"#)?;
/// assert_eq!((device.id.as_str(), device.locations.len()), ("1", 0));
/// assert_eq!(serde_json::to_string(&device)?, r#"{"id":"1"}"#);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[doc(hidden)]
#[macro_export]
macro_rules! object {
    ($name:ident $(keeping $extra:ident)? { $($wire:literal => $field:ident: $kind:ident),* $(,)? }) => {
        impl $crate::__private::object::Object for $name {
            fn read<'de, A: $crate::serde::de::MapAccess<'de>>(
                map: A,
            ) -> ::core::result::Result<Self, A::Error> {
                $( let mut $field = $crate::object!(@slot $kind); )*
                $( let mut $extra = ::std::collections::BTreeMap::new(); )?
                $crate::__private::object::read_members(
                    map,
                    &mut [$( ($wire, &mut $field) ),*],
                    $crate::object!(@extra read $(&mut $extra)?),
                )?;
                ::core::result::Result::Ok($name {
                    $( $field: $crate::object!(@take $kind $field $wire), )*
                    $( $extra, )?
                })
            }
        }

        impl<'de> $crate::serde::Deserialize<'de> for $name {
            #[inline]
            fn deserialize<D: $crate::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> ::core::result::Result<Self, D::Error> {
                $crate::__private::object::read(deserializer)
            }
        }

        impl $crate::serde::Serialize for $name {
            fn serialize<S: $crate::serde::Serializer>(
                &self,
                serializer: S,
            ) -> ::core::result::Result<S::Ok, S::Error> {
                $crate::__private::object::write(
                    serializer,
                    &[$( ($wire, $crate::object!(@member $kind (self.$field))) ),*],
                    $crate::object!(@extra write $(&self.$extra)?),
                )
            }
        }
    };

    (@extra $direction:ident) => { ::core::option::Option::None };
    (@extra $direction:ident $extra:expr) => { ::core::option::Option::Some($extra) };

    (@slot required) => { $crate::__private::object::Required(None) };
    (@slot optional) => { $crate::__private::object::Optional(None) };
    (@slot or_empty) => { $crate::__private::object::OrDefault(::core::default::Default::default()) };
    (@slot or_default) => { $crate::__private::object::OrDefault(::core::default::Default::default()) };
    (@slot nullable) => { $crate::__private::object::Required(None) };
    (@slot required_base64) => { $crate::__private::object::Required::<$crate::__private::encoded::Base64>(None) };
    (@slot optional_base64) => { $crate::__private::object::Optional::<$crate::__private::encoded::Base64>(None) };
    (@slot base64_or_empty) => {
        $crate::__private::object::OrDefault::<::std::vec::Vec<$crate::__private::encoded::Base64>>(::std::vec::Vec::new())
    };
    (@slot required_whole) => { $crate::__private::object::Required::<$crate::__private::encoded::Whole>(None) };
    (@slot optional_whole) => { $crate::__private::object::Optional::<$crate::__private::encoded::Whole>(None) };
    (@slot one_or_many) => {
        $crate::__private::object::OrDefault::<$crate::__private::encoded::OneOrMany>(::core::default::Default::default())
    };
    (@slot optional_scope) => { $crate::__private::object::Optional::<$crate::__private::encoded::Scope>(None) };
    (@slot optional_unless_empty) => { $crate::__private::object::OptionalUnlessEmpty(None) };
    (@slot tolerant) => { $crate::__private::object::Tolerant::default() };
    (@slot tolerant_or_empty) => { $crate::__private::object::Tolerant::default() };
    (@slot tolerant_whole) => { $crate::__private::object::Tolerant::<$crate::__private::encoded::Whole>::default() };
    (@slot tolerant_one_or_many) => {
        $crate::__private::object::Tolerant::<$crate::__private::encoded::OneOrMany>::default()
    };
    (@slot required_integer) => { $crate::__private::object::Required::<$crate::__private::encoded::Integer>(None) };
    (@slot optional_integer) => { $crate::__private::object::Optional::<$crate::__private::encoded::Integer>(None) };

    (@take required $slot:ident $wire:literal) => { $slot.there($wire)? };
    (@take required_base64 $slot:ident $wire:literal) => { $slot.there($wire)?.0 };
    (@take optional_base64 $slot:ident $wire:literal) => { $slot.0.map(|bytes| bytes.0) };
    (@take base64_or_empty $slot:ident $wire:literal) => {
        $slot.0.into_iter().map(|bytes| bytes.0).collect()
    };
    (@take required_whole $slot:ident $wire:literal) => { $slot.there($wire)?.0 };
    (@take optional_whole $slot:ident $wire:literal) => { $slot.0.map(|number| number.0) };
    (@take one_or_many $slot:ident $wire:literal) => { $slot.0.0 };
    (@take optional_scope $slot:ident $wire:literal) => { $slot.0.map(|scope| scope.0) };
    (@take tolerant $slot:ident $wire:literal) => { $slot.value };
    (@take tolerant_or_empty $slot:ident $wire:literal) => { $slot.value.unwrap_or_default() };
    (@take tolerant_whole $slot:ident $wire:literal) => { $slot.value.map(|number| number.0) };
    (@take tolerant_one_or_many $slot:ident $wire:literal) => {
        $slot.value.unwrap_or_default().0
    };
    (@take required_integer $slot:ident $wire:literal) => { $slot.there($wire)?.0 };
    (@take optional_integer $slot:ident $wire:literal) => { $slot.0.map(|number| number.0) };
    (@take $kind:ident $slot:ident $wire:literal) => { $slot.0 };

    (@member required ($field:expr)) => { &$crate::__private::object::Always(&$field) };
    (@member or_default ($field:expr)) => { &$crate::__private::object::Always(&$field) };
    (@member required_whole ($field:expr)) => { &$crate::__private::object::Always(&$field) };
    (@member required_base64 ($field:expr)) => {
        &$crate::__private::object::Always(&$crate::__private::encoded::Base64Text(&$field))
    };
    (@member optional_base64 ($field:expr)) => {
        &$field.as_deref().map($crate::__private::encoded::Base64Text)
    };
    (@member base64_or_empty ($field:expr)) => {
        &$field.iter().map(|bytes| $crate::__private::encoded::Base64Text(bytes)).collect::<::std::vec::Vec<_>>()
    };
    (@member required_integer ($field:expr)) => {
        &$crate::__private::object::Always(&$crate::__private::encoded::Integer($field))
    };
    (@member optional_integer ($field:expr)) => { &$field.map($crate::__private::encoded::Integer) };
    (@member $kind:ident ($field:expr)) => { &$field };
}

/// A struct declared with [`object!`](crate::wire::object).
#[doc(hidden)]
pub trait Object: Sized {
    /// Reads the members of an object.
    ///
    /// # Errors
    ///
    /// A required member that is missing, or a member of another type.
    fn read<'de, A: MapAccess<'de>>(map: A) -> Result<Self, A::Error>;
}

/// Reads an object.
///
/// # Errors
///
/// Anything but an object, and those of [`Object::read`].
#[doc(hidden)]
pub fn read<'de, D: Deserializer<'de>, T: Object>(deserializer: D) -> Result<T, D::Error> {
    struct ObjectVisitor<T>(PhantomData<T>);

    impl<'de, T: Object> Visitor<'de> for ObjectVisitor<T> {
        type Value = T;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("an object")
        }

        fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<T, A::Error> {
            T::read(map)
        }
    }

    deserializer.deserialize_map(ObjectVisitor(PhantomData))
}

/// Where a member is kept until all are read.
#[doc(hidden)]
pub trait Slot<'de, A: MapAccess<'de>> {
    /// Reads the value of the member whose name was just read.
    ///
    /// # Errors
    ///
    /// A value of another type.
    fn read(&mut self, map: &mut A) -> Result<(), A::Error>;

    /// The value that was just read, if it is of another type than the slot's.
    fn unfit(&mut self) -> Option<Value> {
        None
    }
}

/// A member for which `null` is no special case.
#[doc(hidden)]
pub struct Required<T>(pub Option<T>);

impl<T> Required<T> {
    /// The member.
    ///
    /// # Errors
    ///
    /// It is not there.
    pub fn there<E: serde::de::Error>(self, name: &'static str) -> Result<T, E> {
        self.0.ok_or_else(|| E::missing_field(name))
    }
}

impl<'de, A: MapAccess<'de>, T: Deserialize<'de>> Slot<'de, A> for Required<T> {
    fn read(&mut self, map: &mut A) -> Result<(), A::Error> {
        self.0 = Some(map.next_value()?);
        Ok(())
    }
}

/// A member for which `null` is the same as nothing.
#[doc(hidden)]
pub struct Optional<T>(pub Option<T>);

impl<'de, A: MapAccess<'de>, T: Deserialize<'de>> Slot<'de, A> for Optional<T> {
    fn read(&mut self, map: &mut A) -> Result<(), A::Error> {
        self.0 = map.next_value()?;
        Ok(())
    }
}

/// A member for which `null` and an object without content are the same as nothing.
#[doc(hidden)]
pub struct OptionalUnlessEmpty<T>(pub Option<T>);

impl<'de, A: MapAccess<'de>, T> Slot<'de, A> for OptionalUnlessEmpty<T>
where
    T: Deserialize<'de> + Default + PartialEq,
{
    fn read(&mut self, map: &mut A) -> Result<(), A::Error> {
        let value: Option<T> = map.next_value()?;
        self.0 = value.filter(|value| *value != T::default());
        Ok(())
    }
}

/// A member that somebody else's program writes: `null` is the same as nothing, and a value of another type is kept
/// among the unknown members.
#[doc(hidden)]
pub struct Tolerant<T> {
    /// The value, if it is of the member's type.
    pub value: Option<T>,
    unfit: Option<Value>,
}

impl<T> Default for Tolerant<T> {
    fn default() -> Self {
        Self {
            value: None,
            unfit: None,
        }
    }
}

impl<'de, A: MapAccess<'de>, T: DeserializeOwned> Slot<'de, A> for Tolerant<T> {
    fn read(&mut self, map: &mut A) -> Result<(), A::Error> {
        let value: Value = map.next_value()?;
        (self.value, self.unfit) = match T::deserialize(&value) {
            _ if value.is_null() => (None, None),
            Ok(value) => (Some(value), None),
            Err(_) => {
                field_path::clear();
                (None, Some(value))
            }
        };
        Ok(())
    }

    fn unfit(&mut self) -> Option<Value> {
        self.unfit.take()
    }
}

/// A member for which `null` is the default: Go writes `null` for lists and maps that are empty.
#[doc(hidden)]
pub struct OrDefault<T>(pub T);

impl<'de, A: MapAccess<'de>, T: Lenient<'de>> Slot<'de, A> for OrDefault<T> {
    fn read(&mut self, map: &mut A) -> Result<(), A::Error> {
        let value: Option<T::Form> = map.next_value()?;
        self.0 = value.map(Into::into).unwrap_or_default();
        Ok(())
    }
}

/// A type that may be `null`, and how it is read when it is not.
#[doc(hidden)]
pub trait Lenient<'de>: Default {
    /// What is read first.
    type Form: Deserialize<'de> + Into<Self>;
}

impl Lenient<'_> for bool {
    type Form = Self;
}

impl Lenient<'_> for OneOrMany {
    type Form = Self;
}

impl Lenient<'_> for String {
    type Form = Self;
}

impl<'de, T: Deserialize<'de>> Lenient<'de> for BTreeMap<String, T> {
    type Form = Self;
}

impl<'de, T: Deserialize<'de>> Lenient<'de> for Vec<T> {
    type Form = Items<T>;
}

impl<T> From<Items<T>> for Vec<T> {
    fn from(items: Items<T>) -> Self {
        items.0
    }
}

/// The items of a list.
///
/// Most lists within objects hold one item, for which `Vec` alone would make room for four.
#[doc(hidden)]
pub struct Items<T>(Vec<T>);

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Items<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct ItemsVisitor<T>(PhantomData<T>);

        impl<'de, T: Deserialize<'de>> Visitor<'de> for ItemsVisitor<T> {
            type Value = Items<T>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a list")
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Items<T>, A::Error> {
                let Some(first) = list.next_element()? else {
                    return Ok(Items(Vec::new()));
                };
                let mut items = vec![first];
                while let Some(item) = list.next_element()? {
                    items.push(item);
                }
                Ok(Items(items))
            }
        }

        deserializer.deserialize_seq(ItemsVisitor(PhantomData))
    }
}

/// A member's name, borrowed from the text wherever it can be.
struct Name<'de>(Cow<'de, str>);

impl<'de> Deserialize<'de> for Name<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct NameVisitor;

        impl<'de> Visitor<'de> for NameVisitor {
            type Value = Name<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a name")
            }

            fn visit_borrowed_str<E: serde::de::Error>(
                self,
                name: &'de str,
            ) -> Result<Name<'de>, E> {
                Ok(Name(Cow::Borrowed(name)))
            }

            fn visit_str<E: serde::de::Error>(self, name: &str) -> Result<Name<'de>, E> {
                Ok(Name(Cow::Owned(name.to_owned())))
            }

            fn visit_string<E: serde::de::Error>(self, name: String) -> Result<Name<'de>, E> {
                Ok(Name(Cow::Owned(name)))
            }
        }

        deserializer.deserialize_identifier(NameVisitor)
    }
}

/// Reads each member into the slot of its name; others into `extra`, or nowhere.
///
/// # Errors
///
/// A value of another type than its slot's.
#[doc(hidden)]
pub fn read_members<'de, A: MapAccess<'de>>(
    mut map: A,
    members: &mut [(&'static str, &mut dyn Slot<'de, A>)],
    mut extra: Option<&mut BTreeMap<String, Value>>,
) -> Result<(), A::Error> {
    while let Some(Name(name)) = map.next_key()? {
        match (
            members.iter_mut().find(|(known, _)| *known == name),
            &mut extra,
        ) {
            (Some((known, slot)), extra) => {
                slot.read(&mut map)
                    .inspect_err(|_| field_path::note(known))?;
                if let (Some(value), Some(extra)) = (slot.unfit(), extra) {
                    extra.insert(name.into_owned(), value);
                }
            }
            (None, Some(extra)) => {
                extra.insert(name.into_owned(), map.next_value()?);
            }
            (None, None) => {
                map.next_value::<IgnoredAny>()?;
            }
        }
    }
    Ok(())
}

/// A member while an object is written.
#[doc(hidden)]
pub trait Member<M: SerializeMap> {
    /// Whether it is written at all.
    fn is_written(&self) -> bool;

    /// Writes it.
    ///
    /// # Errors
    ///
    /// Those of the serializer.
    fn write(&self, name: &'static str, map: &mut M) -> Result<(), M::Error>;
}

/// A member that is always written.
#[doc(hidden)]
pub struct Always<'a, T>(pub &'a T);

impl<M: SerializeMap, T: Serialize> Member<M> for Always<'_, T> {
    fn is_written(&self) -> bool {
        true
    }

    fn write(&self, name: &'static str, map: &mut M) -> Result<(), M::Error> {
        map.serialize_entry(name, self.0)
    }
}

macro_rules! written_unless_empty {
    ($(<$($parameter:ident),*> $kind:ty, $is_empty:ident;)*) => {
        $(
            impl<M: SerializeMap, $($parameter: Serialize),*> Member<M> for $kind {
                fn is_written(&self) -> bool {
                    !self.$is_empty()
                }

                fn write(&self, name: &'static str, map: &mut M) -> Result<(), M::Error> {
                    map.serialize_entry(name, self)
                }
            }
        )*
    };
}

written_unless_empty! {
    <T> Option<T>, is_none;
    <T> Vec<T>, is_empty;
    <T> BTreeMap<String, T>, is_empty;
    <> String, is_empty;
}

/// Writes an object.
///
/// # Errors
///
/// Those of the serializer.
#[doc(hidden)]
pub fn write<S: Serializer>(
    serializer: S,
    members: &[(&'static str, &dyn Member<S::SerializeMap>)],
    extra: Option<&BTreeMap<String, Value>>,
) -> Result<S::Ok, S::Error> {
    let written = members.iter().filter(|(_, member)| member.is_written());
    // A member that was kept because it fitted no type gives way to one that was set since.
    let kept = extra.into_iter().flatten();
    let kept = kept.filter(|(name, _)| !written.clone().any(|(known, _)| known == name));
    let length = written.clone().count() + kept.clone().count();
    let mut map = serializer.serialize_map(Some(length))?;
    for (name, member) in written.clone() {
        member.write(name, &mut map)?;
    }
    for (name, value) in kept {
        map.serialize_entry(name, value)?;
    }
    map.end()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use serde_json::{Value, from_str, from_value, json, to_string, to_value};

    #[derive(Debug, PartialEq)]
    struct Model {
        list: Vec<String>,
        map: BTreeMap<String, Value>,
        flag: bool,
        key: Vec<u8>,
        handle: Option<Vec<u8>>,
        quota: i64,
        limit: Option<i64>,
        title: Option<String>,
        value: Option<Value>,
        handles: Vec<Vec<u8>>,
    }

    crate::object! {
        Model {
            "list" => list: or_default,
            "map" => map: or_empty,
            "flag" => flag: or_default,
            "key" => key: required_base64,
            "handle" => handle: optional_base64,
            "quota" => quota: required_integer,
            "limit" => limit: optional_integer,
            "title" => title: optional,
            "value" => value: nullable,
            "handles" => handles: base64_or_empty,
        }
    }

    #[derive(Debug, PartialEq, Default)]
    struct Inner {
        keys: Vec<String>,
    }

    crate::object! {
        Inner { "keys" => keys: or_empty }
    }

    #[derive(Debug, PartialEq)]
    struct Foreign {
        seconds: i64,
        until: Option<i64>,
        audience: Vec<String>,
        scope: Option<String>,
        keys: Option<Inner>,
        name: Option<String>,
        tags: Vec<String>,
        updated: Option<i64>,
        methods: Vec<String>,
        extra: BTreeMap<String, Value>,
    }

    crate::object! {
        Foreign keeping extra {
            "seconds" => seconds: required_whole,
            "until" => until: optional_whole,
            "aud" => audience: one_or_many,
            "scope" => scope: optional_scope,
            "keys" => keys: optional_unless_empty,
            "name" => name: tolerant,
            "tags" => tags: tolerant_or_empty,
            "updated" => updated: tolerant_whole,
            "amr" => methods: tolerant_one_or_many,
        }
    }

    fn foreign(value: &Value) -> Result<Foreign, String> {
        from_str(&value.to_string()).map_err(|error: serde_json::Error| error.to_string())
    }

    #[test]
    fn integers_may_be_spelled_as_floats() {
        for (text, number) in [
            ("1596123440", 1_596_123_440),
            ("1596123440.0", 1_596_123_440),
            ("1.59612344e9", 1_596_123_440),
            ("-0.0", 0),
            ("9223372036854775807", i64::MAX),
            ("-9223372036854775808", i64::MIN),
        ] {
            let text = format!(r#"{{"seconds":{text},"until":{text}}}"#);
            let read: Foreign = from_str(&text).unwrap();
            assert_eq!((read.seconds, read.until), (number, Some(number)), "{text}");
            let again = from_value::<Foreign>(from_str(&text).unwrap()).unwrap();
            assert_eq!(again, read);
            assert_eq!(
                to_string(&read).unwrap(),
                format!(r#"{{"seconds":{number},"until":{number}}}"#)
            );
        }
        for text in [
            "1.5",
            "1e19",
            "-1e19",
            "9223372036854775808",
            r#""1""#,
            "true",
            "[]",
        ] {
            let text = format!(r#"{{"seconds":{text}}}"#);
            assert!(from_str::<Foreign>(&text).is_err(), "{text}");
        }
    }

    #[test]
    fn one_text_is_a_list_of_one_and_a_list_of_words_is_a_scope() {
        let read =
            foreign(&json!({"seconds": 0, "aud": "account", "scope": ["a", "b"], "amr": "pwd"}));
        let read = read.unwrap();
        assert_eq!(read.audience, ["account"]);
        assert_eq!(read.scope.as_deref(), Some("a b"));
        assert_eq!(read.methods, ["pwd"]);
        let read = foreign(&json!({"seconds": 0, "aud": ["a", "b"], "scope": "a b", "amr": null}));
        let read = read.unwrap();
        assert_eq!(read.audience, ["a", "b"]);
        assert_eq!(read.scope.as_deref(), Some("a b"));
        let read = foreign(&json!({"seconds": 0, "aud": null, "scope": null})).unwrap();
        assert!(read.audience.is_empty() && read.scope.is_none());
        for value in [
            json!({"seconds": 0, "aud": 1}),
            json!({"seconds": 0, "aud": ["a", 1]}),
            json!({"seconds": 0, "scope": {}}),
            json!({"seconds": 0, "scope": [null]}),
        ] {
            assert!(foreign(&value).is_err(), "{value}");
        }
    }

    #[test]
    fn an_object_without_content_is_not_written_back() {
        for keys in [
            json!({}),
            json!(null),
            json!({"keys": []}),
            json!({"keys": null}),
        ] {
            let read = foreign(&json!({"seconds": 0, "keys": keys})).unwrap();
            assert_eq!(read.keys, None);
            assert_eq!(to_value(&read).unwrap(), json!({"seconds": 0}));
        }
        let value = json!({"seconds": 0, "keys": {"keys": ["a"]}});
        assert_eq!(to_value(foreign(&value).unwrap()).unwrap(), value);
    }

    #[test]
    fn what_fits_no_type_is_kept_and_gives_way_to_what_is_set() {
        let value = json!({
            "seconds": 1, "name": 491_701_234_567_u64, "tags": "a", "updated": "2024-01-18T14:04:27Z",
            "amr": [1], "other": {"a": 1}
        });
        let mut read = foreign(&value).unwrap();
        assert_eq!(
            (&read.name, &read.tags[..], read.updated),
            (&None, &[][..], None)
        );
        assert_eq!(read.extra["name"], json!(491_701_234_567_u64));
        assert_eq!(read.extra.len(), 5);
        assert_eq!(to_value(&read).unwrap(), value);
        read.name = Some("Ada".to_owned());
        assert_eq!(
            to_string(&read).unwrap().matches("\"name\"").count(),
            1,
            "a member stands once"
        );
        assert_eq!(to_value(&read).unwrap()["name"], "Ada");
        let fits = json!({"seconds": 1, "name": "a", "tags": ["a"], "updated": 7, "amr": ["b"]});
        let read = foreign(&fits).unwrap();
        assert!(read.extra.is_empty());
        assert_eq!(to_value(&read).unwrap(), fits);
    }

    #[test]
    fn null_and_absent_are_the_same() {
        let absent: Model = from_value(json!({"quota": "1", "key": ""})).unwrap();
        let null: Model = from_value(json!({
            "list": null, "map": null, "flag": null, "key": null, "handle": null, "quota": 1, "limit": null,
            "title": null, "handles": null
        }))
        .unwrap();
        assert_eq!(absent, null);
        assert!(absent.list.is_empty() && absent.map.is_empty() && !absent.flag);
        assert_eq!(
            (&absent.handle, absent.limit, &absent.value),
            (&None, None, &None)
        );
        assert_eq!(
            to_value(absent).unwrap(),
            json!({"list": [], "flag": false, "key": "", "quota": "1"})
        );
    }

    #[test]
    fn values_are_written_as_they_came() {
        let value = json!({
            "list": ["a"], "map": {"b": {}}, "flag": true,
            "key": "+/8=", "handle": "", "quota": "-9223372036854775808", "limit": "9223372036854775807",
            "title": "", "value": null, "handles": ["", "Zg=="]
        });
        let model: Model = from_value(value.clone()).unwrap();
        assert_eq!(
            (&model.key[..], model.handle.as_deref()),
            (&[0xfb, 0xff][..], Some(&[][..]))
        );
        assert_eq!((model.quota, model.limit), (i64::MIN, Some(i64::MAX)));
        assert_eq!(to_value(model).unwrap(), value);
    }

    #[test]
    fn other_types_are_errors() {
        for value in [
            json!([]),
            json!("quota"),
            json!(null),
            json!({"quota": "1"}),
            json!({"key": ""}),
            json!({"key": "", "quota": 1, "title": 1}),
            json!({"key": "", "quota": 1, "handles": [1]}),
            json!({"key": "", "quota": "1.5"}),
            json!({"quota": 1.5}),
            json!({"key": "", "quota": ""}),
            json!({"key": "", "quota": null}),
            json!({}),
            json!({"key": "", "quota": true}),
            json!({"key": "", "quota": 9_223_372_036_854_775_808_u64}),
            json!({"quota": 1, "key": "a"}),
            json!({"quota": 1, "key": "a b="}),
            json!({"quota": 1, "key": [1, 2]}),
            json!({"quota": 1, "list": {}}),
        ] {
            assert!(from_value::<Model>(value.clone()).is_err(), "{value}");
        }
    }

    #[test]
    fn what_is_missing_is_named() {
        let error = from_str::<Model>(r#"{"key": ""}"#).unwrap_err();
        assert!(
            error.to_string().starts_with("missing field `quota`"),
            "{error}"
        );
    }

    #[test]
    fn members_may_come_in_any_spelling_and_the_last_one_counts() {
        let text = r#"{"quo\u0074a": 1, "key": "", "quota": 2, "other": {"quota": [3]}}"#
            .replace("\\\\", "\\");
        let model: Model = from_str(&text).unwrap();
        assert_eq!(model.quota, 2);
    }

    #[derive(Debug, PartialEq)]
    struct Open {
        id: String,
        extra: BTreeMap<String, Value>,
    }

    crate::object! {
        Open keeping extra {
            "id" => id: required,
        }
    }

    #[test]
    fn unknown_members_are_written_back() {
        let text = r#"{"id":"1","later":{"a":[null]},"sooner":null}"#;
        let open: Open = from_str(text).unwrap();
        assert_eq!(open.extra.len(), 2);
        assert_eq!(to_string(&open).unwrap(), text);
    }
}
