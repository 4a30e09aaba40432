//! What a setter of an optional parameter takes: a value, or an `Option` of one.

use std::borrow::Cow;

use crate::call::page::PageToken;
use crate::wire::secret::Secret;

/// A value of an optional parameter, or an `Option` of one; `None` leaves the parameter as it is.
///
/// So a call stays one chain although some of its parameters may be missing:
///
/// ```
/// use ory_core::Secret;
/// use ory_core::operation::Optional;
///
/// fn token(token: impl Optional<Secret>) -> Option<Secret> {
///     token.into_option()
/// }
///
/// assert!(token("ory_st_x").is_some());
/// assert!(token(None::<&str>).is_none());
/// ```
pub trait Optional<T> {
    /// The value, if there is one.
    fn into_option(self) -> Option<T>;
}

impl<T, O: Optional<T>> Optional<T> for Option<O> {
    #[inline]
    fn into_option(self) -> Option<T> {
        self.and_then(O::into_option)
    }
}

macro_rules! optional {
    ($($from:ty => $to:ty),* $(,)?) => {$(
        impl Optional<$to> for $from {
            #[inline]
            fn into_option(self) -> Option<$to> {
                Some(self.into())
            }
        }
    )*};
}

optional! {
    Secret => Secret,
    &Secret => Secret,
    String => Secret,
    &String => Secret,
    &str => Secret,
    PageToken => PageToken,
    &PageToken => PageToken,
    String => PageToken,
    &str => PageToken,
}

/// A text for an optional parameter, owned or borrowed, or an `Option` of one; `None` leaves the
/// parameter as it is.
pub trait OptionalText {
    /// The text's type.
    type Text: AsRef<str>;

    /// The text, if there is one.
    fn into_option(self) -> Option<Self::Text>;
}

impl<'a, T: AsRef<str> + ?Sized> OptionalText for &'a T {
    type Text = &'a T;

    #[inline]
    fn into_option(self) -> Option<&'a T> {
        Some(self)
    }
}

impl<T: OptionalText> OptionalText for Option<T> {
    type Text = T::Text;

    #[inline]
    fn into_option(self) -> Option<T::Text> {
        self.and_then(T::into_option)
    }
}

macro_rules! text {
    ($($text:ty),*) => {$(
        impl OptionalText for $text {
            type Text = Self;

            #[inline]
            fn into_option(self) -> Option<Self> {
                Some(self)
            }
        }
    )*};
}

text! { String, Cow<'_, str>, Box<str> }

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_and_options_are_taken_in_every_common_form() {
        fn text(text: impl OptionalText) -> Option<String> {
            text.into_option().map(|text| text.as_ref().to_owned())
        }
        let owned = "a".to_owned();
        for given in [
            text("a"),
            text(&owned),
            text(owned.clone()),
            text(Some("a")),
            text(Some(&owned)),
            text(Some(owned.clone())),
            text(Cow::Borrowed("a")),
            text(Some(&"a")),
            text(owned.as_str().to_owned().into_boxed_str()),
        ] {
            assert_eq!(given.as_deref(), Some("a"));
        }
        assert_eq!(text(None::<&str>), None);

        fn token(token: impl Optional<PageToken>) -> Option<PageToken> {
            token.into_option()
        }
        let expected = PageToken::from("a");
        for given in [
            token("a"),
            token(owned),
            token(&expected),
            token(Some(expected.clone())),
            token(Some("a")),
            token(Some(Some("a"))),
        ] {
            assert_eq!(given.as_ref(), Some(&expected));
        }
        assert_eq!(token(None::<PageToken>), None);
    }
}
