//! Lifetimes of API keys and derived tokens, which the wire writes as protobuf durations.

use std::time::Duration;

use crate::models::{DeriveTokenRequest, ImportApiKeyRequest, IssueApiKeyRequest};

/// A duration in protobuf's JSON form: seconds with an `s`, fractions as far as there are any.
fn protobuf(duration: Duration) -> String {
    let seconds = duration.as_secs();
    match duration.subsec_nanos() {
        0 => format!("{seconds}s"),
        nanos => {
            let text = format!("{seconds}.{nanos:09}");
            format!("{}s", text.trim_end_matches('0'))
        }
    }
}

macro_rules! lives_for {
    ($($request:ident)*) => {$(
        impl $request {
            /// Sets `ttl`: how long it is to live, from the moment that the server makes it.
            ///
            /// The server takes one second to about ten years (315360000 seconds); without a lifetime the
            /// project's default holds.
            #[must_use]
            pub fn lives_for(self, lifetime: Duration) -> Self {
                self.ttl(protobuf(lifetime))
            }
        }
    )*};
}

lives_for!(IssueApiKeyRequest ImportApiKeyRequest DeriveTokenRequest);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_seconds_have_no_fraction() {
        assert_eq!(protobuf(Duration::from_secs(3600)), "3600s");
        assert_eq!(protobuf(Duration::ZERO), "0s");
    }

    #[test]
    fn fractions_are_as_short_as_they_can_be() {
        assert_eq!(protobuf(Duration::from_millis(1500)), "1.5s");
        assert_eq!(protobuf(Duration::from_nanos(1)), "0.000000001s");
        assert_eq!(protobuf(Duration::new(7, 10)), "7.00000001s");
    }

    #[test]
    fn setters_write_the_duration() {
        let request = DeriveTokenRequest::new("key").lives_for(Duration::from_secs(90));
        assert_eq!(request.ttl.as_deref(), Some("90s"));
    }
}
