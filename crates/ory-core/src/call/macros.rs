//! What generated code declares an operation's builder with. Users read about builders on
//! [`Operation`](crate::operation::Operation) instead.

/// Declares the optional parameters of an operation: a setter for each, which puts its value into the
/// call at once.
///
/// Each line is the parameter's name on the wire, the setter, where the value goes (`query`,
/// `header`, `form`), and what the setter takes, an `Option` of it included where it is one value:
///
/// | | takes |
/// |---|---|
/// | `text` | a text |
/// | `texts` | an iterator of texts; further calls add to it |
/// | `secret` | a [`Secret`](crate::Secret) |
/// | `plain(T)` | a number or a flag |
/// | `one(T)` | a value of an open enum |
/// | `several(T)` | an iterator of those; further calls add to it |
/// | `json(T)` (of the `body`) | a value |
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
        pub fn $field(
            mut self,
            $field: impl ::core::convert::Into<::core::option::Option<u32>>,
        ) -> Self {
            if let ::core::option::Option::Some(value) = $field.into() {
                self.call.page_size(value);
            }
            self
        }
    };
    ($(#[$meta:meta])* $wire:literal => $field:ident: page token) => {
        $(#[$meta])*
        #[inline]
        pub fn $field(
            mut self,
            $field: impl $crate::operation::Optional<$crate::PageToken>,
        ) -> Self {
            if let ::core::option::Option::Some(value) = $field.into_option() {
                self.call.page_token(value);
            }
            self
        }
    };
    ($(#[$meta:meta])* $wire:literal => $field:ident: body json($type:ty)) => {
        $(#[$meta])*
        #[inline]
        pub fn $field(
            mut self,
            $field: impl ::core::convert::Into<::core::option::Option<$type>>,
        ) -> Self {
            if let ::core::option::Option::Some(body) = $field.into() {
                self.call.json(&body);
            }
            self
        }
    };
    ($(#[$meta:meta])* $wire:literal => $field:ident: $place:ident text) => {
        $(#[$meta])*
        #[inline]
        pub fn $field(mut self, $field: impl $crate::operation::OptionalText) -> Self {
            if let ::core::option::Option::Some(value) = $field.into_option() {
                self.call.$place($wire, value.as_ref());
            }
            self
        }
    };
    ($(#[$meta:meta])* $wire:literal => $field:ident: $place:ident secret) => {
        $(#[$meta])*
        #[inline]
        pub fn $field(
            mut self,
            $field: impl $crate::operation::Optional<$crate::Secret>,
        ) -> Self {
            if let ::core::option::Option::Some(value) = $field.into_option() {
                self.call.$place($wire, value.expose());
            }
            self
        }
    };
    ($(#[$meta:meta])* $wire:literal => $field:ident: header plain($type:ty)) => {
        $(#[$meta])*
        #[inline]
        pub fn $field(
            mut self,
            $field: impl ::core::convert::Into<::core::option::Option<$type>>,
        ) -> Self {
            if let ::core::option::Option::Some(value) = $field.into() {
                self.call.header($wire, &value.to_string());
            }
            self
        }
    };
    ($(#[$meta:meta])* $wire:literal => $field:ident: $place:ident plain($type:ty)) => {
        $(#[$meta])*
        #[inline]
        pub fn $field(
            mut self,
            $field: impl ::core::convert::Into<::core::option::Option<$type>>,
        ) -> Self {
            if let ::core::option::Option::Some(value) = $field.into() {
                self.call.$place($wire, value);
            }
            self
        }
    };
    ($(#[$meta:meta])* $wire:literal => $field:ident: $place:ident one($type:ty)) => {
        $(#[$meta])*
        #[inline]
        pub fn $field(mut self, $field: impl $crate::operation::Optional<$type>) -> Self {
            if let ::core::option::Option::Some(value) = $field.into_option() {
                self.call.$place($wire, value.as_str());
            }
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

/// What every operation's builder can do. Used by generated code.
#[doc(hidden)]
#[macro_export]
macro_rules! __operation_builder {
    ($name:ident) => {
        impl $name {
            /// Sets the total deadline of this call, retries included, instead of the client's.
            #[inline]
            pub fn with_timeout(mut self, timeout: ::core::time::Duration) -> Self {
                self.call.set_timeout(timeout);
                self
            }

            /// Sets the retry policy of this call instead of the client's.
            #[inline]
            pub fn with_retry(mut self, policy: $crate::RetryPolicy) -> Self {
                self.call.set_retry(policy);
                self
            }

            /// Sends one more header with this call, or another value of one that the client sends
            /// with all calls, such as `X-Request-ID`.
            ///
            /// An impossible name or value, a name that belongs to the connection, and a header that
            /// the operation itself sets fail the call before anything is sent.
            #[inline]
            pub fn with_header(mut self, name: &str, value: &str) -> Self {
                self.call.set_header(name, value);
                self
            }

            /// Sends these credentials with this call, instead of the client's and whatever
            /// authentication the operation declares.
            #[inline]
            pub fn with_credentials(mut self, credentials: impl $crate::Credentials) -> Self {
                self.call.set_credentials(credentials);
                self
            }

            /// The request as it would be sent, without the client's credentials, for sending it by
            /// other means. Its `Debug` prints body and query, secrets included.
            ///
            /// # Errors
            ///
            /// A configuration error: an endpoint that is not set, a path parameter that would change
            /// the route, a header that cannot be sent.
            #[inline]
            pub fn into_request(
                self,
            ) -> ::core::result::Result<$crate::http::Request<$crate::Bytes>, $crate::Error> {
                self.call.into_request()
            }
        }

        impl ::core::fmt::Debug for $name {
            #[inline]
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                ::core::fmt::Debug::fmt(&self.call, f)
            }
        }
    };
}

/// Gives a builder its sending half: `.await`, `send`, `response`, `into_request` and the `with_*`
/// options.
///
/// `operation! { GetIdentity => Identity, decode::json }` expects `struct GetIdentity { call: Call }`
/// beside it.
#[doc(hidden)]
#[macro_export]
macro_rules! operation {
    ($name:ident => $output:ty, $decode:expr) => {
        $crate::__operation_builder! { $name }

        impl $crate::operation::Operation for $name {
            type Value = $output;

            #[inline]
            fn call_mut(&mut self) -> &mut $crate::__private::Call {
                &mut self.call
            }

            #[inline]
            fn into_call(self) -> $crate::__private::Call {
                self.call
            }

            #[inline]
            fn decoder() -> $crate::__private::Decode<$output> {
                $decode
            }
        }

        impl $name {
            /// Sends the request; `.await` on the builder does the same.
            ///
            /// Dropping the future cancels the call, but a request that was already written may still
            /// be processed by the server.
            #[inline]
            pub fn send(self) -> $crate::operation::ResponseFuture<$output> {
                self.call.send::<$output>($decode)
            }

            /// Sends the request and keeps the response's status and headers beside the value.
            #[inline]
            pub fn response(self) -> $crate::operation::FullResponseFuture<$output> {
                self.call.send::<$output>($decode).into_full()
            }
        }

        impl ::core::future::IntoFuture for $name {
            type Output = ::core::result::Result<$output, $crate::Error>;
            type IntoFuture = $crate::operation::ResponseFuture<$output>;

            #[inline]
            fn into_future(self) -> Self::IntoFuture {
                self.send()
            }
        }
    };
}

/// [`operation!`] for a list that comes in pages, which adds `items` and `pages`.
#[doc(hidden)]
#[macro_export]
macro_rules! paged_operation {
    ($name:ident => $item:ty, $decode:expr) => {
        $crate::operation! { $name => $crate::Page<$item>, $decode }

        impl $name {
            /// All items from this page on; further pages are fetched as they are needed.
            #[inline]
            pub fn items(self) -> $crate::Items<$item> {
                $crate::Items::new(self.call, $decode)
            }

            /// All pages from this one on, fetched as they are needed.
            #[inline]
            pub fn pages(self) -> $crate::Pages<$item> {
                $crate::Pages::new(self.call, $decode)
            }
        }
    };
}

/// [`operation!`] for an operation that only redirects a browser, which adds `into_url`.
#[doc(hidden)]
#[macro_export]
macro_rules! redirect_operation {
    ($name:ident) => {
        $crate::operation! { $name => $crate::RedirectTo, $crate::__private::decode::redirect }

        impl $name {
            /// The URL to send a browser to; nothing is sent.
            ///
            /// # Errors
            ///
            /// A configuration error, as for `into_request`.
            #[inline]
            pub fn into_url(self) -> ::core::result::Result<$crate::http::Uri, $crate::Error> {
                self.call.into_url()
            }
        }
    };
}

/// Lets a setter take a value of one type, or an `Option` of one, for a parameter of another.
#[doc(hidden)]
#[macro_export]
macro_rules! __optional {
    ($from:ty, $to:ty) => {
        impl $crate::operation::Optional<$to> for $from {
            #[inline]
            fn into_option(self) -> ::core::option::Option<$to> {
                ::core::option::Option::Some(::core::convert::Into::into(self))
            }
        }
    };
}
