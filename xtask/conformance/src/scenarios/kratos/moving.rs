//! An administrator moves in with the helpers of `ory-kratos`: more accounts than a call takes, hashes, patches.

use ory_kratos::models::{CreateIdentityBody, IdentityWithCredentials, JsonPatch, JsonPatchOp};
use ory_kratos::outcome::LoginOutcome;
use ory_kratos::{CodeLoginOutcome, MessageId, PasswordHash, Patch};
use serde_json::json;

use super::{PASSWORD, code, email, person};
use crate::check::{Check, equal, fail, holds, refused, some};
use crate::world::World;

/// More than a call takes, one of them twice: everybody has a result in order, and exists.
pub(crate) async fn of_more_than_a_call_takes(world: &World) -> Check {
    const COUNT: usize = 1_050;
    const FIRST: usize = 10;
    const AGAIN: usize = 1_020;
    let mut addresses: Vec<String> = (0..COUNT).map(|_| email(world)).collect();
    addresses[AGAIN] = addresses[FIRST].clone();
    let bodies = addresses
        .iter()
        .map(|address| CreateIdentityBody::new("default", json!({ "email": address })));
    let identities = world.kratos.identity();
    let mut import = identities.import_identities(bodies);
    let mut results = Vec::new();
    while let Some(imported) = import.next().await {
        let imported = imported?;
        equal("position", imported.index, results.len())?;
        results.push(imported.result);
        equal("remaining", import.remaining(), COUNT - results.len())?;
    }
    equal("results", results.len(), COUNT)?;
    for (index, result) in results.iter().enumerate() {
        match (index, result) {
            (AGAIN, Err(refused)) => equal("the second of two", refused.code, Some(409))?,
            (AGAIN, Ok(_)) => return fail("an address was given to two"),
            (_, Ok(_)) => {}
            (_, Err(refused)) => return fail(format!("{index}: {:?}", refused.code)),
        }
    }
    // On both sides of the cut, and beside the one that was refused.
    for index in [0, FIRST, 999, 1_000, AGAIN - 1, AGAIN + 1, COUNT - 1] {
        let id = some("an id", results[index].as_ref().ok())?;
        let found = identities.get_identity(id).await?;
        equal("email", &found.traits["email"], &json!(addresses[index]))?;
    }
    Ok(())
}

/// A hash from elsewhere and a link to a social sign-in; the password still logs in, natively, in one call.
pub(crate) async fn of_a_hash(world: &World) -> Check {
    let hash: PasswordHash =
        "$2a$04$L51RblG/O0PAN3NJgJEsYe387qtVC5OBJqH6c1tjMrl67ISTnFRAS".parse()?;
    let address = email(world);
    let subject = world.name("subject");
    let credentials = IdentityWithCredentials::new()
        .password_hash(hash)
        .social_sign_in("hydra", &subject);
    let body =
        CreateIdentityBody::new("default", json!({ "email": address })).credentials(credentials);
    let identities = world.kratos.identity();
    let created = identities.create_identity(body).await?;
    let linked = identities
        .get_identity(&created.id)
        .include_credential(["oidc"])
        .await?;
    let oidc = some("the link", linked.credentials.get("oidc"))?;
    let identifier = format!("hydra:{subject}");
    equal("identifiers", &oidc.identifiers, &vec![identifier])?;
    let frontend = world.kratos.frontend();
    let login = frontend.native_login(&address, PASSWORD).await?;
    let token = some("the session token", login.session_token)?;
    let session = frontend.to_session().session_token(token).await?;
    let identity = some("the session's identity", session.identity)?;
    equal("identity", identity.id, created.id)
}

/// A patch whose names have to be escaped; one that cannot be made whole changes nothing.
pub(crate) async fn of_members_with_any_name(world: &World) -> Check {
    let id = person(world).await?.id;
    let identities = world.kratos.identity();
    let mut patch = Patch::new().add(["metadata_public"], json!({ "list": ["first"] }));
    for name in ["a/b", "m~n", "~1", "ü \"%", ""] {
        patch = patch.add(["metadata_public", name], name);
    }
    let patch = patch
        .add(["metadata_public", "list", "0"], "zeroth")
        .add(["metadata_public", "list", "-"], "last")
        .replace(["metadata_public", "a/b"], 1)
        .replace(["metadata_public", "new"], 2)
        .remove(["metadata_public", "m~n"])
        .replace(["traits", "email"], email(world));
    let patched = identities.patch_identity(&id, patch).await?;
    let expected = json!({
        "list": ["zeroth", "first", "last"],
        "a/b": 1, "new": 2, "~1": "~1", "ü \"%": "ü \"%", "": "",
    });
    equal("metadata", &patched.metadata_public, &Some(expected))?;

    let halves = Patch::new()
        .remove(["metadata_public", "~1"])
        .remove(["metadata_public", "nothing/here"]);
    let error = refused(
        "a patch of what is not there",
        identities.patch_identity(&id, halves).await,
        400,
    )?;
    holds(error.api().is_some(), "the server says why")?;
    let read = identities.get_identity(&id).await?;
    equal("metadata", read.metadata_public, patched.metadata_public)?;

    // Why `Patch` has no methods for these.
    for operation in [JsonPatchOp::Copy, JsonPatchOp::Move, JsonPatchOp::Test] {
        let step = JsonPatch::new(operation, "/metadata_public/new")
            .from("/metadata_public/list")
            .value(2);
        refused(
            "an operation that is not served",
            identities.patch_identity(&id, [step]).await,
            400,
        )?;
    }
    Ok(())
}

/// An account without a password logs in by codes, in two steps, the second of which may come from a new start.
pub(crate) async fn to_codes_instead_of_passwords(world: &World) -> Check {
    let address = email(world);
    let body = CreateIdentityBody::new("default", json!({ "email": address }));
    world.kratos.identity().create_identity(body).await?;
    let frontend = world.kratos.frontend();
    let login = match frontend.native_code_login(&address).await? {
        CodeLoginOutcome::Sent(login) => login,
        other => return fail(format!("asking for a code: {other:?}")),
    };
    match login.code("000000").await?.outcome {
        LoginOutcome::Invalid(flow) => holds(
            flow.ui.has_message(MessageId::LoginCodeInvalid),
            "the form says that the code is wrong",
        )?,
        other => return fail(format!("a wrong code: {other:?}")),
    }
    let first = code(world, &address, "login_code", 0).await?;
    let resent = login.resend().await?;
    holds(
        matches!(resent, LoginOutcome::NextStep(_)),
        &format!("another code: {resent:?}"),
    )?;
    let second = code(world, &address, "login_code", 1).await?;
    holds(first != second, "it is another one")?;
    let resumed = frontend.resume_code_login(&address, login.flow_id());
    let done = resumed.code(second).await?;
    let token = some("the session token", done.session_token)?;
    frontend.to_session().session_token(token).await?;

    // Nobody has this address: the form says so, and no code is waited for.
    match frontend.native_code_login(email(world)).await? {
        CodeLoginOutcome::Other(LoginOutcome::Invalid(flow)) => holds(
            flow.ui.methods().contains(&&"code".into()),
            "the form is there",
        ),
        other => fail(format!("an unknown address: {other:?}")),
    }
}
