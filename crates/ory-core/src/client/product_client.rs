//! What a product crate declares its client with: all of them read alike, and differ in their endpoints.

/// Declares a product's `Client` and `ClientBuilder`.
///
/// It is given the documentation and, for each endpoint, its setter: `fn admin_url(endpoint::ADMIN)`. An endpoint with
/// `= "https://..."` behind it has that URL until its setter says otherwise. `url` sets every endpoint.
#[doc(hidden)]
#[macro_export]
macro_rules! product_client {
    (
        $(#[$client_doc:meta])*
        pub struct Client;

        $(#[$builder_doc:meta])*
        pub struct ClientBuilder;

        $(#[$url_doc:meta])*
        pub fn url;

        $(
            $(#[$setter_doc:meta])*
            pub fn $setter:ident($endpoint:path) $(= $default:expr)?;
        )+
    ) => {
        $(#[$client_doc])*
        #[derive(Clone)]
        pub struct Client {
            inner: $crate::Client,
        }

        impl Client {
            /// Begins a client.
            #[must_use]
            pub fn builder() -> ClientBuilder {
                let mut settings = $crate::client::ClientSettings::new(
                    env!("CARGO_PKG_NAME"),
                    env!("CARGO_PKG_VERSION"),
                );
                $($(settings.endpoint($endpoint, $default);)?)+
                ClientBuilder { settings }
            }

            /// The client of `ory_core` beneath.
            #[inline]
            #[must_use]
            pub fn core(&self) -> &$crate::Client {
                &self.inner
            }
        }

        impl ::core::fmt::Debug for Client {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                ::core::fmt::Debug::fmt(&self.inner, f)
            }
        }

        $(#[$builder_doc])*
        #[derive(Debug)]
        pub struct ClientBuilder {
            settings: $crate::client::ClientSettings,
        }

        impl ClientBuilder {
            $crate::client_setters! { settings }

            $(#[$url_doc])*
            #[must_use]
            pub fn url(mut self, url: impl ::core::convert::Into<::std::string::String>) -> Self {
                let url = url.into();
                $(self.settings.endpoint_by("url", $endpoint, &url);)+
                self
            }

            $(
                $(#[$setter_doc])*
                #[must_use]
                pub fn $setter(
                    mut self,
                    url: impl ::core::convert::Into<::std::string::String>,
                ) -> Self {
                    self.settings.endpoint($endpoint, url);
                    self
                }
            )+

            /// Builds the client. Nothing is sent, and no runtime is needed.
            ///
            /// # Errors
            ///
            /// A configuration error that names the setter and what to do.
            pub fn build(self) -> ::core::result::Result<Client, $crate::Error> {
                let inner = self.settings.build()?;
                ::core::result::Result::Ok(Client { inner })
            }
        }
    };
}

/// Declares the setters that all client builders share, with their documentation, inside an `impl` block.
///
/// `client_setters! { settings }` expects a field `settings: ory_core::client::ClientSettings`.
#[doc(hidden)]
#[macro_export]
macro_rules! client_setters {
    ($settings:ident) => {
        /// Sets how long a call may take with all its attempts and the waits between them. Default: 60 seconds.
        #[must_use]
        pub fn timeout(mut self, timeout: ::core::time::Duration) -> Self {
            self.$settings.set_timeout(timeout);
            self
        }

        /// Sets how long one attempt may take, from fetching credentials to the last byte of the body. Default: 30
        /// seconds.
        #[must_use]
        pub fn attempt_timeout(mut self, timeout: ::core::time::Duration) -> Self {
            self.$settings.set_attempt_timeout(timeout);
            self
        }

        /// Sets how many bytes of a response body are read. Default: 10 MiB. A call whose response is larger fails;
        /// of an error's body the rest is left out.
        #[must_use]
        pub fn response_body_limit(mut self, bytes: usize) -> Self {
            self.$settings.set_response_body_limit(bytes);
            self
        }

        /// Sets how often and how patiently calls are repeated. Default: 3 attempts.
        #[must_use]
        pub fn retry(mut self, policy: $crate::RetryPolicy) -> Self {
            self.$settings.set_retry(policy);
            self
        }

        /// Sets how many retries all calls of the client may spend in a row; ten calls that succeed at once earn
        /// one back. Default: 100. It keeps retries from multiplying the load on a server that is down.
        #[must_use]
        pub fn retry_budget(mut self, retries: u32) -> Self {
            self.$settings.set_retry_budget(retries);
            self
        }

        /// Puts a product and version of your own in front of the SDK's in `User-Agent`: `my-service/1.2`.
        #[must_use]
        pub fn user_agent(
            mut self,
            text: impl ::core::convert::Into<::std::string::String>,
        ) -> Self {
            self.$settings.set_user_agent(text.into());
            self
        }

        /// Sets the API key of an Ory Network project; short for `credentials` with an
        /// [`ApiKey`](ory_core::credentials::ApiKey).
        #[must_use]
        pub fn api_key(self, key: impl ::core::convert::Into<$crate::Secret>) -> Self {
            self.credentials($crate::credentials::ApiKey::new(key))
        }

        /// Sets the client's credentials.
        ///
        /// They are sent only with operations that declare an API key, only to the endpoint's own host, and over
        /// plain http only to loopback addresses. Never give a user's session token or cookie here: a service would
        /// send one user's session with another's call. Those are parameters of the calls that take them.
        #[must_use]
        pub fn credentials(mut self, credentials: impl $crate::credentials::Credentials) -> Self {
            self.$settings
                .set_credentials(::std::sync::Arc::new(credentials));
            self
        }

        /// Sets the credentials of operations that declare a workspace's API key. Those of a project are never sent
        /// with them, as they would reach another host than the project's.
        #[must_use]
        pub fn workspace_credentials(
            mut self,
            credentials: impl $crate::credentials::Credentials,
        ) -> Self {
            self.$settings
                .set_workspace_credentials(::std::sync::Arc::new(credentials));
            self
        }

        /// Lets credentials be sent over plain http to other machines: for networks that are trusted or encrypt by
        /// themselves.
        #[must_use]
        pub fn allow_insecure_credentials(mut self) -> Self {
            self.$settings.set_insecure_credentials();
            self
        }

        /// Sends requests by this service: a [`Transport`](ory_core::Transport) that is shared with other clients, or
        /// any cloneable tower service from `http::Request<ory_core::Body>` to `http::Response<_>`.
        ///
        /// It is called once per attempt. To say that a request was never sent, it fails with a
        /// [`ConnectError`](ory_core::ConnectError).
        #[must_use]
        pub fn transport(mut self, service: impl $crate::client::HttpService) -> Self {
            self.$settings.set_transport(service);
            self
        }

        /// Puts a tower layer around the transport. It sees HTTP messages as they are sent, credentials included,
        /// and runs once per attempt; the layer that was added first sees a request first.
        #[must_use]
        pub fn layer(
            mut self,
            layer: impl $crate::client::HttpLayer
            + ::core::marker::Send
            + ::core::marker::Sync
            + 'static,
        ) -> Self {
            self.$settings.add_layer(layer);
            self
        }

        $crate::__transport_setters! { $settings.transport }
    };
}
