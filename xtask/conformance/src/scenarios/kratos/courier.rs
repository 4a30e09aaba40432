//! An administrator sees which mails were sent.

use std::collections::BTreeSet;

use ory_kratos::models::{
    CourierMessageStatus, CourierMessageType, CourierTemplateType, Message,
    UpdateRecoveryFlowWithCodeMethod,
};

use super::{NOBODY, Person, person};
use crate::check::{Check, Failure, equal, holds, refused, some};
use crate::world::World;

/// Asks for a code by mail, and waits until it has arrived.
async fn ask_for_mail(world: &World, person: &Person, before: usize) -> Result<(), Failure> {
    let frontend = world.kratos.frontend();
    let flow = frontend.create_native_recovery_flow().await?;
    let ask = UpdateRecoveryFlowWithCodeMethod::new().email(&person.email);
    frontend.update_recovery_flow(&flow.id, ask).await?;
    world.mail(&person.email, "recovery_code", before).await?;
    Ok(())
}

/// Every mail to somebody, two at a time, each once; then one of them with how it was sent.
pub(crate) async fn of_one_person(world: &World) -> Check {
    let somebody = person(world).await?;
    for before in 0..5 {
        ask_for_mail(world, &somebody, before).await?;
    }
    let courier = world.kratos.courier();
    let list = || courier.list_courier_messages().recipient(&somebody.email);
    let mut found = BTreeSet::new();
    let mut sizes = Vec::new();
    let mut pages = list().page_size(2).pages();
    while let Some(page) = pages.next().await {
        let page = page?;
        sizes.push(page.len());
        for message in page {
            equal("recipient", &message.recipient, &somebody.email)?;
            equal("type", &message.r#type, &CourierMessageType::Email)?;
            equal(
                "template",
                &message.template_type,
                &CourierTemplateType::RecoveryCodeValid,
            )?;
            holds(found.insert(message.id), "no message is listed twice")?;
        }
    }
    equal("sizes of the pages", sizes, vec![2, 2, 1])?;

    let id = some("a message", found.first())?;
    let message = if world.sends_mails {
        // The inbox has a mail a moment before Kratos notes that it was sent.
        let message = sent(world, id).await?;
        let dispatch = some("how it was sent", message.dispatches.first())?;
        equal("the message of the dispatch", &dispatch.message_id, id)?;
        message
    } else {
        courier.get_courier_message(id).await?
    };
    equal("recipient", &message.recipient, &somebody.email)?;
    holds(message.body.contains("code"), "the text is told")?;
    holds(
        !format!("{message:?}").contains(&somebody.email),
        "the debug output hides whom it was sent to",
    )?;

    let status = |status| list().status(status);
    let waiting = status(CourierMessageStatus::Abandoned).await?;
    equal("messages given up", waiting.len(), 0)?;
    let alike = status(message.status.clone()).await?;
    holds(
        alike.iter().any(|other| &other.id == id),
        "the message is among those of its status",
    )
}

/// Waits until a message is noted as sent.
async fn sent(world: &World, id: &str) -> Result<Message, Failure> {
    loop {
        let message = world.kratos.courier().get_courier_message(id).await?;
        if message.status == CourierMessageStatus::Sent {
            return Ok(message);
        }
        // A scenario that takes too long is ended from outside.
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
}

/// Messages of nobody, and ids that no message has.
pub(crate) async fn of_nobody(world: &World) -> Check {
    let courier = world.kratos.courier();
    let none = courier
        .list_courier_messages()
        .recipient("nobody@example.com")
        .await?;
    equal("messages", none.len(), 0)?;
    holds(none.next.is_none(), "an empty page has no successor")?;
    refused(
        "an id of nothing",
        courier.get_courier_message(NOBODY).await,
        404,
    )?;
    refused(
        "an id that is none",
        courier.get_courier_message("no-uuid").await,
        400,
    )?;
    let unknown = courier
        .list_courier_messages()
        .status(CourierMessageStatus::from("lost"));
    refused("a status that does not exist", unknown.await, 400)?;
    Ok(())
}
