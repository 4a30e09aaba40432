//! An administrator moves accounts over from another system.

use ory_core::{Error, Secret};
use ory_kratos::PasswordHash;
use ory_kratos::models::{
    AuthenticatorAssuranceLevel, CreateIdentityBody, IdentityAddressVia,
    IdentityCredentialsLookupSecretCode, IdentityVerifiableAddressStatus, IdentityWithCredentials,
    IdentityWithCredentialsLookupSecret, IdentityWithCredentialsLookupSecretConfig,
    IdentityWithCredentialsOidc, IdentityWithCredentialsOidcConfig,
    IdentityWithCredentialsOidcConfigProvider, IdentityWithCredentialsPassword,
    IdentityWithCredentialsPasswordConfig, IdentityWithCredentialsTotp,
    IdentityWithCredentialsTotpConfig, RecoveryIdentityAddress,
    UpdateLoginFlowWithLookupSecretMethod, UpdateLoginFlowWithPasswordMethod,
    VerifiableIdentityAddress,
};
use serde_json::{Value, json};

use super::{Person, email, log_in, with_password};
use crate::check::{Check, Failure, equal, holds, refused, some};
use crate::world::World;

/// [`super::PASSWORD`] in every form in which Kratos 1.3 takes it. The salt is `0123456789abcdef`, or its first half
/// for the three `crypt` forms; a keyed form's key stands in it. Costs are low, as this is test data.
#[rustfmt::skip]
const HASHES: &[&str] = &[
    // bcrypt; the letters are one algorithm.
    "$2a$04$L51RblG/O0PAN3NJgJEsYe387qtVC5OBJqH6c1tjMrl67ISTnFRAS",
    "$2b$04$L51RblG/O0PAN3NJgJEsYe387qtVC5OBJqH6c1tjMrl67ISTnFRAS",
    "$2y$04$L51RblG/O0PAN3NJgJEsYe387qtVC5OBJqH6c1tjMrl67ISTnFRAS",
    "$2z$04$L51RblG/O0PAN3NJgJEsYe387qtVC5OBJqH6c1tjMrl67ISTnFRAS",
    "$2$04$L51RblG/O0PAN3NJgJEsYe387qtVC5OBJqH6c1tjMrl67ISTnFRAS",
    // Argon2 (RFC 9106) in PHC's notation.
    "$argon2id$v=19$m=64,t=1,p=1$MDEyMzQ1Njc4OWFiY2RlZg$aq42HBL+IPAitHspChw/8mx5JRX2jFDkTmlsBskwH/0",
    "$argon2i$v=19$m=64,t=1,p=1$MDEyMzQ1Njc4OWFiY2RlZg$x/KCw2N8MhKp6JDp8+8iRpi/uyVO6cFG20eaviphv5M",
    // PBKDF2 (RFC 8018). With `sha224` and `sha384`, Kratos means SHA3-224 and SHA3-384.
    "$pbkdf2-sha1$i=1000,l=20$MDEyMzQ1Njc4OWFiY2RlZg$wmIXv0mv7iouqkc9CKjRvCX21po",
    "$pbkdf2-sha224$i=1000,l=28$MDEyMzQ1Njc4OWFiY2RlZg$uS+tp1QJll7BpGfpGDQ8ovXYcyO1sSowC7cmWw",
    "$pbkdf2-sha256$i=1000,l=32$MDEyMzQ1Njc4OWFiY2RlZg$yqSq2SygY1sB4EcH9f2FG0JTMES+wqLsOT5YmiRBplI",
    "$pbkdf2-sha384$i=1000,l=48$MDEyMzQ1Njc4OWFiY2RlZg$I6OX9GNrxMQnHFDR7GXZ9/9HFpDY64YBV4SXdiyAaqWLF+YxExECQiq8O/9DmxAb",
    "$pbkdf2-sha512$i=1000,l=64$MDEyMzQ1Njc4OWFiY2RlZg$5bTW2oeyDJyGJPcmEr+mRDE11ghpozWrDGnSNhRXo2ZCu0KHRDiUMAVEGzLJC+oDhRoeIja9J1iLIv9ptDJMfQ",
    // scrypt (RFC 7914): `ln` is N itself, not its logarithm, and base64 is padded.
    "$scrypt$ln=1024,r=8,p=1$MDEyMzQ1Njc4OWFiY2RlZg==$7AnzIswxwEinpwz+ntydndYfVHPvOACmX9Vvo8hO1qM=",
    // Firebase's scrypt, with the project's salt separator and signer key; here `ln` is the logarithm.
    "$firescrypt$ln=10,r=8,p=1$MDEyMzQ1Njc4OWFiY2RlZg==$RTZt8wriq/jAdWuCnzehfPo3pC5quMVbgSlT4enx2WU=$Qvw=$YSBzaWduZXIga2V5IG9mIEZpcmViYXNlJ3MsIDMyIEI=",
    // LDAP's salted SHA: hash and salt together.
    "{SSHA}mkaOTPuM2ZkdM60L+1fasPpqPI4wMTIzNDU2Nzg5YWJjZGVm",
    "{SSHA256}wImdw1oXfw0CjcZkz9j0Sj8gcX3hJL/IvOXjbHgPspswMTIzNDU2Nzg5YWJjZGVm",
    "{SSHA512}pPbE/LK1Lwx8IRz/O6PIKtMRGmlRjkit5hO3fscb6dJf0fuft5Tf48PHF1NXZ1RoSWxNeuLUtwe+eLtC6pNijTAxMjM0NTY3ODlhYmNkZWY=",
    // SHA and MD5, where `pf` says how salt and password are put together: here `{SALT}{PASSWORD}`.
    "$sha1$pf=e1NBTFR9e1BBU1NXT1JEfQ==$MDEyMzQ1Njc4OWFiY2RlZg==$oe3w7eLHH+7C8j36DPrY185UEjE=",
    "$sha256$pf=e1NBTFR9e1BBU1NXT1JEfQ==$MDEyMzQ1Njc4OWFiY2RlZg==$qCoyEPacCsZ+iiVNbmx9J8BCNSoLFFNNQAVT2b/gvLM=",
    "$sha512$pf=e1NBTFR9e1BBU1NXT1JEfQ==$MDEyMzQ1Njc4OWFiY2RlZg==$CUHbNgBFgFMCAQigJb65RmnlrcMKuuxG+pdtiQwH/Zov2/ZETUfIfttcyhopzQkmEpGrsmDoha6EGibDbY01Pw==",
    "$md5$pf=e1NBTFR9e1BBU1NXT1JEfQ==$MDEyMzQ1Njc4OWFiY2RlZg==$KqofY7wtP12Y5Otdzt1vdA==",
    "$md5$nMKuihunqT2jm0b8EBnEgQ==",
    // HMAC (RFC 2104), written in hexadecimal before base64.
    "$hmac-md4$YTkzNzA3NmMyMzgwNThmNDcwMWUxYjhkMGM3MjYwMTM=$YSBrZXk=",
    "$hmac-md5$YmM4ZWViNmFlN2YyNmZiZTZkYjg0Nzc2ODU0OTM4NjI=$YSBrZXk=",
    "$hmac-sha1$NjhiYjk3ZmEzNjQ5YjRmZTk5ODVhNWQ1Y2VhOWIyMTY0ODgzNjVlNg==$YSBrZXk=",
    "$hmac-sha224$MTAxY2Y3Yjc4NTk5YzdlMDMyNzM0NzljYTlhNThmYjRiZGJkOTM1Y2I0Nzk3ZmVhMjAzYTM5YjA=$YSBrZXk=",
    "$hmac-sha256$NTRjZmRhZDFiNjMxOWJkZjk4OWJhMTk1NmQ0YzI1MzAxYzZiMDNmOTEzODhlOWIzNWY2ZTlmMmE1NjI4MGNlYw==$YSBrZXk=",
    "$hmac-sha384$NzZjYmE2YzE4YzA4Mjg3NjFlMDM1YzUwNzViYzZjM2NlN2UxNjNkN2YyODBjNmYzNTQ2ZDI2ODY0NjdiYTg4YTI0YTRlMWJiNmEyMzVjNzk2YjRmMmIyYjNjNGYyZmEz$YSBrZXk=",
    "$hmac-sha512$M2M1YmI2Y2ZkYWQ3ZGRiOGZkMjUyMTMwMGFjZTQzODlhOGRmOTUxZDlkODk5ZDBlNjI1MjdkYjAwM2NlOWVlMDY5NGJjM2ZkNzQ5YjZmYmVhY2UyMzdiZTY5MjIwOGViNjY3ZWJjMjQwYTRjMGUxZDMxMjM5NDFlZDE4NWNlMTk=$YSBrZXk=",
    // crypt(3), with Kratos's words in the place of the usual `1`, `5` and `6`.
    "$md5-crypt$01234567$OdXUCTjhAcFU.40.Ae4aJ.",
    "$sha256-crypt$01234567$gvS0FuOrO29jXHl22QXBTTWpfnPVtQPX57j.Gt95tk5",
    "$sha512-crypt$01234567$y58Faglfx98oyyiJ/2K6falApxV.2TRc7JlSiJUtPFkz/a5YU30cx0pZ0qwbSPSPYujBjyKYXbDeZgRx.gtQB1",
];

fn with_hash(email: &str, hash: &str) -> CreateIdentityBody {
    let config = IdentityWithCredentialsPasswordConfig::new().hashed_password(hash);
    with(
        email,
        IdentityWithCredentials::new().password(IdentityWithCredentialsPassword::new(config)),
    )
}

fn with(email: &str, credentials: IdentityWithCredentials) -> CreateIdentityBody {
    CreateIdentityBody::new("default", json!({ "email": email })).credentials(credentials)
}

/// A login by this password has to be refused with this status.
async fn refuses_login(
    world: &World,
    email: &str,
    password: &str,
    status: u16,
) -> Result<Error, Failure> {
    let frontend = world.kratos.frontend();
    let flow = frontend.create_native_login_flow().await?;
    let answer = UpdateLoginFlowWithPasswordMethod::new(email, password);
    let result = frontend.update_login_flow(&flow.id, answer).await;
    refused("a login", result, status)
}

/// Whatever the hash, its owner logs in with the old password, and with no other.
pub(crate) async fn passwords_of_every_hash(world: &World) -> Check {
    for hash in HASHES {
        let email = email(world);
        // The SDK's own type knows every form that the server knows.
        hash.parse::<PasswordHash>()?;
        let imported = world
            .kratos
            .identity()
            .create_identity(with_hash(&email, hash))
            .await
            .map_err(|error| Failure::new(format!("import of {hash}: {error}")))?;
        refuses_login(world, &email, "not the password", 400).await?;
        let person = Person {
            id: imported.id,
            email,
        };
        log_in(world, &person)
            .await
            .map_err(|failure| Failure::new(format!("login by {hash}: {}", failure.text())))?;
        // The hash that Kratos makes of it at the first login serves as well.
        log_in(world, &person).await?;
    }
    Ok(())
}

/// What is no hash that Kratos knows is refused, and no half of an identity stays behind.
pub(crate) async fn hashes_that_nobody_knows(world: &World) -> Check {
    let email = email(world);
    let identities = world.kratos.identity();
    for hash in ["plain text", "$7$unknown", "$pbkdf2-md5$i=1,l=1$c2E$aGE"] {
        let error = refused(
            hash,
            identities.create_identity(with_hash(&email, hash)).await,
            400,
        )?;
        holds(
            !format!("{error} {error:?}").contains(hash),
            "the error does not repeat the hash",
        )?;
    }
    let nobody = identities
        .list_identities()
        .credentials_identifier(&email)
        .await?;
    equal("identities", nobody.len(), 0)?;
    // A password in the clear is hashed by Kratos, whatever its policy says of it.
    let weak = identities
        .create_identity(with_password(&email, "a"))
        .await?;
    let read = identities
        .get_identity(&weak.id)
        .include_credential(["password"])
        .await?;
    let password = some("the password", read.credentials.get("password"))?;
    let hash = password
        .config
        .as_ref()
        .and_then(|config| config["hashed_password"].as_str());
    holds(
        some("the hash", hash)?.starts_with("$2a$"),
        "the password is hashed",
    )
}

/// The password stays where it was until its owner logs in; no hook asks for it here, so no login succeeds.
pub(crate) async fn passwords_that_a_hook_migrates(world: &World) -> Check {
    let email = email(world);
    let config = IdentityWithCredentialsPasswordConfig::new().use_password_migration_hook(true);
    let credentials =
        IdentityWithCredentials::new().password(IdentityWithCredentialsPassword::new(config));
    let identities = world.kratos.identity();
    let imported = identities
        .create_identity(with(&email, credentials))
        .await?;
    let read = identities
        .get_identity(&imported.id)
        .include_credential(["password"])
        .await?;
    let password = some("the password", read.credentials.get("password"))?;
    let config = some("what is kept of it", password.config.as_ref())?;
    equal(
        "use_password_migration_hook",
        &config["use_password_migration_hook"],
        &json!(true),
    )?;
    let error = refuses_login(world, &email, super::PASSWORD, 500).await?;
    let reason = error.api().and_then(|api| api.reason());
    holds(
        reason.is_some_and(|reason| reason.contains("migration hook is not enabled")),
        "the reason names the hook",
    )
}

/// An account at a social provider, and addresses that were verified before.
pub(crate) async fn links_and_addresses(world: &World) -> Check {
    let email = email(world);
    let subject = world.name("subject");
    let provider = IdentityWithCredentialsOidcConfigProvider::new("hydra", &subject);
    let config = IdentityWithCredentialsOidcConfig::new().providers([provider]);
    let credentials = IdentityWithCredentials::new().oidc(IdentityWithCredentialsOidc::new(config));
    let verified = VerifiableIdentityAddress::new(
        IdentityVerifiableAddressStatus::Completed,
        &email,
        true,
        IdentityAddressVia::Email,
    );
    let body = with(&email, credentials)
        .verifiable_addresses([verified])
        .recovery_addresses([RecoveryIdentityAddress::new(
            &email,
            IdentityAddressVia::Email,
        )]);
    let identities = world.kratos.identity();
    let imported = identities.create_identity(body).await?;
    let address = some("the address", imported.verifiable_addresses.first())?;
    holds(address.verified, "the address is verified")?;
    holds(address.verified_at.is_some(), "it says since when")?;
    equal("addresses", imported.verifiable_addresses.len(), 1)?;
    equal("recovery", imported.recovery_addresses.len(), 1)?;

    let read = identities
        .get_identity(&imported.id)
        .include_credential(["oidc", "password"])
        .await?;
    let oidc = some("the link", read.credentials.get("oidc"))?;
    equal(
        "identifiers",
        &oidc.identifiers,
        &vec![format!("hydra:{subject}")],
    )?;
    let config = some("the provider", oidc.config.as_ref())?;
    equal(
        "subject",
        &config["providers"][0]["subject"],
        &Value::from(subject),
    )?;
    let by_link = identities
        .list_identities()
        .credentials_identifier(&oidc.identifiers[0])
        .await?;
    equal("found by the link", by_link.len(), 1)
}

/// Second factors can be imported into newer releases; this one refuses what it would not keep.
pub(crate) async fn second_factors_are_refused_by_this_release(world: &World) -> Check {
    let identities = world.kratos.identity();
    let url = Secret::from("otpauth://totp/x:y?algorithm=SHA1&digits=6&secret=JBSWY3DPEHPK3PXP");
    let totp = IdentityWithCredentialsTotp::new(IdentityWithCredentialsTotpConfig::new(url));
    let code = IdentityCredentialsLookupSecretCode::new().code("a code");
    let lookup =
        IdentityWithCredentialsLookupSecret::new(IdentityWithCredentialsLookupSecretConfig::new([
            code,
        ]));
    for (name, credentials) in [
        ("totp", IdentityWithCredentials::new().totp(totp)),
        (
            "lookup_secret",
            IdentityWithCredentials::new().lookup_secret(lookup),
        ),
    ] {
        let body = with(&email(world), credentials);
        let error = refused(name, identities.create_identity(body).await, 400)?;
        let message = error.api().and_then(|api| api.message());
        holds(
            message.is_some_and(|message| message.contains(name)),
            "the message names the field",
        )?;
    }
    Ok(())
}

/// Second factors of another system are kept, and asked for.
pub(crate) async fn second_factors(world: &World) -> Check {
    let identities = world.kratos.identity();
    let url = Secret::from("otpauth://totp/x:y?algorithm=SHA1&digits=6&secret=JBSWY3DPEHPK3PXP");
    let totp = IdentityWithCredentialsTotp::new(IdentityWithCredentialsTotpConfig::new(url));
    let codes =
        ["first1", "second"].map(|code| IdentityCredentialsLookupSecretCode::new().code(code));
    let lookup = IdentityWithCredentialsLookupSecret::new(
        IdentityWithCredentialsLookupSecretConfig::new(codes),
    );
    let email = email(world);
    let password = IdentityWithCredentialsPassword::new(
        IdentityWithCredentialsPasswordConfig::new().password(super::PASSWORD),
    );
    let credentials = IdentityWithCredentials::new()
        .password(password)
        .totp(totp)
        .lookup_secret(lookup);
    let id = identities
        .create_identity(with(&email, credentials))
        .await?
        .id;
    let read = identities
        .get_identity(&id)
        .include_credential(["totp", "lookup_secret"])
        .await?;
    for kind in ["totp", "lookup_secret"] {
        some(kind, read.credentials.get(kind))?;
    }
    // One of the codes is enough, once.
    let frontend = world.kratos.frontend();
    let token = log_in(world, &Person { id, email }).await?;
    let second = async |code: &str| {
        let flow = frontend.create_native_login_flow().aal("aal2");
        let flow = flow.session_token(&token).await?;
        let body = UpdateLoginFlowWithLookupSecretMethod::new(code);
        let call = frontend.update_login_flow(flow.id, body);
        Ok::<_, Failure>(call.session_token(&token).await)
    };
    second("first1").await??;
    let level = frontend.to_session().session_token(&token).await?;
    equal(
        "level",
        level.authenticator_assurance_level,
        Some(AuthenticatorAssuranceLevel::Aal2),
    )
}
