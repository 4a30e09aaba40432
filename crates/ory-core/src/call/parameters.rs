//! What can be set on an operation's builder.

/// Declares the optional parameters of an operation: a setter for each, which puts its value into the call at once.
///
/// Each line is the parameter's name on the wire, the setter, where the value goes (`query`, `header`, `form`), and
/// what the setter takes:
///
/// | | takes |
/// |---|---|
/// | `text` | `impl AsRef<str>` |
/// | `texts` | an iterator of those; further calls add to it |
/// | `secret` | `impl Into<Secret>` |
/// | `plain(T)` | a number or a flag |
/// | `one(T)` | a value of an open enum |
/// | `several(T)` | an iterator of those; further calls add to it |
/// | `json(T)` (of the `body`) | a `T` or a reference to one |
/// | `page size`, `page token` | what pages a list |
#[doc(hidden)]
#[macro_export]
macro_rules! parameters {
    ($name:ident { $(
        $(#[$meta:meta])* $wire:literal => $field:ident: $place:ident $kind:ident $(($type:ty))?
    ),* $(,)? }) => {
        impl $name {
            $( $crate::__parameter! { $(#[$meta])* $wire => $field: $place $kind $(($type))? } )*
        }
    };
}

/// One setter of [`parameters!`](crate::parameters).
#[doc(hidden)]
#[macro_export]
macro_rules! __parameter {
    ($(#[$meta:meta])* $wire:literal => $field:ident: page size) => {
        $(#[$meta])*
        #[inline]
        pub fn $field(mut self, $field: u32) -> Self {
            self.call.page_size($field);
            self
        }
    };
    ($(#[$meta:meta])* $wire:literal => $field:ident: body json($type:ty)) => {
        $(#[$meta])*
        #[inline]
        pub fn $field(mut self, $field: impl ::core::borrow::Borrow<$type>) -> Self {
            self.call.json($field.borrow());
            self
        }
    };
    ($(#[$meta:meta])* $wire:literal => $field:ident: page token) => {
        $(#[$meta])*
        #[inline]
        pub fn $field(mut self, $field: impl Into<$crate::PageToken>) -> Self {
            self.call.page_token($field);
            self
        }
    };
    ($(#[$meta:meta])* $wire:literal => $field:ident: $place:ident text) => {
        $(#[$meta])*
        #[inline]
        pub fn $field(mut self, $field: impl AsRef<str>) -> Self {
            self.call.$place($wire, $field.as_ref());
            self
        }
    };
    ($(#[$meta:meta])* $wire:literal => $field:ident: $place:ident secret) => {
        $(#[$meta])*
        #[inline]
        pub fn $field(mut self, $field: impl Into<$crate::Secret>) -> Self {
            self.call.$place($wire, $field.into().expose());
            self
        }
    };
    ($(#[$meta:meta])* $wire:literal => $field:ident: header plain($type:ty)) => {
        $(#[$meta])*
        #[inline]
        pub fn $field(mut self, $field: $type) -> Self {
            self.call.header($wire, &$field.to_string());
            self
        }
    };
    ($(#[$meta:meta])* $wire:literal => $field:ident: $place:ident plain($type:ty)) => {
        $(#[$meta])*
        #[inline]
        pub fn $field(mut self, $field: $type) -> Self {
            self.call.$place($wire, $field);
            self
        }
    };
    ($(#[$meta:meta])* $wire:literal => $field:ident: $place:ident one($type:ty)) => {
        $(#[$meta])*
        #[inline]
        pub fn $field(mut self, $field: impl Into<$type>) -> Self {
            self.call.$place($wire, $field.into().as_str());
            self
        }
    };
    ($(#[$meta:meta])* $wire:literal => $field:ident: query texts) => {
        $(#[$meta])*
        #[inline]
        pub fn $field(mut self, $field: impl IntoIterator<Item = impl AsRef<str>>) -> Self {
            for value in $field {
                self.call.query_append($wire, value.as_ref());
            }
            self
        }
    };
    ($(#[$meta:meta])* $wire:literal => $field:ident: form texts) => {
        $(#[$meta])*
        #[inline]
        pub fn $field(mut self, $field: impl IntoIterator<Item = impl AsRef<str>>) -> Self {
            for value in $field {
                self.call.form_append($wire, value.as_ref());
            }
            self
        }
    };
    ($(#[$meta:meta])* $wire:literal => $field:ident: query several($type:ty)) => {
        $(#[$meta])*
        #[inline]
        pub fn $field(mut self, $field: impl IntoIterator<Item = impl Into<$type>>) -> Self {
            for value in $field {
                let value: $type = value.into();
                self.call.query_append($wire, value.as_str());
            }
            self
        }
    };
}
