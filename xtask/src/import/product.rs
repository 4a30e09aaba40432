//! The four products, and which operation belongs to which.

/// A product, which is one document in `spec/` and one crate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Product {
    Kratos,
    Hydra,
    Keto,
    Cloud,
}

impl Product {
    pub(crate) const ALL: [Self; 4] = [Self::Kratos, Self::Hydra, Self::Keto, Self::Cloud];

    /// Those that exist as a server of their own, with a document of their own.
    pub(crate) const SERVERS: [Self; 3] = [Self::Kratos, Self::Hydra, Self::Keto];

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Kratos => "kratos",
            Self::Hydra => "hydra",
            Self::Keto => "keto",
            Self::Cloud => "cloud",
        }
    }

    /// The products that serve operations tagged `tag`, and the tag under which they appear.
    pub(crate) fn of_tag(tag: &str) -> (&'static [Self], &str) {
        match tag {
            "frontend" | "identity" | "courier" => (&[Self::Kratos], tag),
            "oAuth2" | "oidc" | "jwk" => (&[Self::Hydra], tag),
            // One operation, and it serves JSON Web Keys: not worth a group of its own.
            "wellknown" => (&[Self::Hydra], "jwk"),
            "permission" | "relationship" => (&[Self::Keto], tag),
            "metadata" => (&Self::SERVERS, tag),
            _ => (&[Self::Cloud], tag),
        }
    }
}
