//! Whose tokens are accepted.

/// Whose tokens are accepted: the audiences, one of which a token has to be for.
///
/// There is no default. Whoever accepts tokens for another service lets the operator of that
/// service, who sees them, act as each of his users.
///
/// ```
/// use ory_core::Audience;
///
/// let one = Audience::from("https://orders.example");
/// let several = Audience::from(["https://orders.example", "https://orders.internal"]);
/// # let _ = (one, several);
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Audience {
    /// Tokens for this audience.
    One(String),
    /// Tokens for at least one of these.
    AnyOf(Vec<String>),
    /// Any token of the issuer, also one without an audience.
    Unchecked,
}

impl Audience {
    /// Whether a token for these audiences is accepted.
    #[doc(hidden)]
    #[must_use]
    pub fn admits<'a>(&self, token: impl IntoIterator<Item = &'a str>) -> bool {
        let mut token = token.into_iter();
        match self {
            Audience::One(own) => token.any(|one| one == own),
            Audience::AnyOf(own) => token.any(|one| own.iter().any(|own| own == one)),
            Audience::Unchecked => true,
        }
    }
}

impl From<&str> for Audience {
    fn from(audience: &str) -> Self {
        Audience::One(audience.to_owned())
    }
}

impl From<String> for Audience {
    fn from(audience: String) -> Self {
        Audience::One(audience)
    }
}

impl From<&String> for Audience {
    fn from(audience: &String) -> Self {
        Audience::One(audience.clone())
    }
}

impl From<Vec<String>> for Audience {
    fn from(audiences: Vec<String>) -> Self {
        Audience::AnyOf(audiences)
    }
}

impl<const N: usize> From<[&str; N]> for Audience {
    fn from(audiences: [&str; N]) -> Self {
        Audience::AnyOf(audiences.map(str::to_owned).to_vec())
    }
}
