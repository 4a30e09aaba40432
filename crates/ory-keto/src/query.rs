//! Relationships by what is known of them: listed, and deleted.

use std::fmt;

use ory_core::__private::{Answer, Call, decode};
use ory_core::{Error, Page, PageToken};

use crate::{RelationTuple, RelationshipApi, Subject, models, operations};

/// Which relationships are meant; each part that is set narrows it, and an empty one means all.
///
/// A [`RelationTuple`] is a query for exactly itself.
#[derive(Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct RelationQuery {
    /// The namespace of the object.
    pub namespace: Option<String>,
    /// The object within the namespace.
    pub object: Option<String>,
    /// The relation. Stored ones, not permits.
    pub relation: Option<String>,
    /// Who has the relation, as it is stored: a member of a group does not match the group.
    pub subject: Option<Subject>,
}

impl RelationQuery {
    /// All relationships.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Only objects of this namespace.
    #[must_use]
    pub fn namespace(mut self, namespace: impl Into<String>) -> Self {
        self.namespace = Some(namespace.into());
        self
    }

    /// Only objects of this name.
    #[must_use]
    pub fn object(mut self, object: impl Into<String>) -> Self {
        self.object = Some(object.into());
        self
    }

    /// Only this relation.
    #[must_use]
    pub fn relation(mut self, relation: impl Into<String>) -> Self {
        self.relation = Some(relation.into());
        self
    }

    /// Only this subject.
    #[must_use]
    pub fn subject(mut self, subject: impl Into<Subject>) -> Self {
        self.subject = Some(subject.into());
        self
    }

    fn write(&self, call: &mut Call) {
        let mut set = |name, value: Option<&str>| {
            if let Some(value) = value {
                call.query(name, value);
            }
        };
        set("namespace", self.namespace.as_deref());
        set("object", self.object.as_deref());
        set("relation", self.relation.as_deref());
        match &self.subject {
            None => {}
            Some(Subject::Id(id)) => set("subject_id", Some(id)),
            Some(Subject::Set {
                namespace,
                object,
                relation,
            }) => {
                set("subject_set.namespace", Some(namespace));
                set("subject_set.object", Some(object));
                set("subject_set.relation", Some(relation));
            }
        }
    }
}

impl From<RelationTuple> for RelationQuery {
    fn from(tuple: RelationTuple) -> Self {
        Self {
            namespace: Some(tuple.namespace),
            object: Some(tuple.object),
            relation: Some(tuple.relation),
            subject: Some(tuple.subject),
        }
    }
}

impl From<&RelationTuple> for RelationQuery {
    fn from(tuple: &RelationTuple) -> Self {
        tuple.clone().into()
    }
}

/// Prints neither objects nor subjects, which often name people.
impl fmt::Debug for RelationQuery {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RelationQuery")
            .field("namespace", &self.namespace)
            .field("relation", &self.relation)
            .field("subject", &self.subject)
            .finish_non_exhaustive()
    }
}

impl RelationshipApi {
    /// Lists the relationships that `query` means, page by page.
    ///
    /// `GET /relation-tuples`, Ory Keto read API.
    ///
    /// # Errors
    ///
    /// 404 for an unknown namespace.
    ///
    /// ```no_run
    /// # async fn example(keto: ory_keto::Client) -> Result<(), ory_keto::Error> {
    /// use ory_keto::{RelationQuery, Subject};
    ///
    /// let of_alice = RelationQuery::new().namespace("File").subject(Subject::id("alice"));
    /// let mut tuples = keto.relationship().list(of_alice).items();
    /// while let Some(tuple) = tuples.next().await {
    ///     println!("{}", tuple?);
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn list(&self, query: impl Into<RelationQuery>) -> ListTuples {
        let mut call = self.get_relationships().call;
        query.into().write(&mut call);
        ListTuples { call }
    }

    /// Deletes all relationships that `query` means; that there are none is no error.
    ///
    /// The query needs a namespace. Nothing else in it empties the namespace.
    ///
    /// `DELETE /admin/relation-tuples`, Ory Keto write API.
    ///
    /// # Errors
    ///
    /// A configuration error, before anything is sent, for a query without a namespace; 404 for an
    /// unknown one.
    ///
    /// ```no_run
    /// # async fn example(keto: ory_keto::Client) -> Result<(), ory_keto::Error> {
    /// use ory_keto::RelationQuery;
    ///
    /// let of_report = RelationQuery::new().namespace("File").object("report");
    /// keto.relationship().delete(of_report).await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn delete(&self, query: impl Into<RelationQuery>) -> operations::DeleteRelationships {
        let query = query.into();
        let namespace = query.namespace.as_deref().unwrap_or_default();
        let mut operation = self.delete_relationships(namespace);
        if namespace.is_empty() {
            let message = "a query for deletion needs a namespace; set it with `namespace`";
            operation.call.fail(message.to_owned());
        }
        query.write(&mut operation.call);
        operation
    }
}

/// Lists relationships; [`RelationshipApi::list`] makes it.
#[derive(Clone)]
#[must_use = "nothing is sent until it is awaited"]
pub struct ListTuples {
    call: Call,
}

impl ListTuples {
    /// How many relationships a page holds.
    #[inline]
    pub fn page_size(mut self, page_size: u32) -> Self {
        self.call.page_size(page_size);
        self
    }

    /// The token of a page, from an earlier page.
    #[inline]
    pub fn page_token(mut self, page_token: impl Into<PageToken>) -> Self {
        self.call.page_token(page_token);
        self
    }
}

ory_core::paged_operation! { ListTuples => RelationTuple, tuples }

fn tuples(answer: &Answer) -> Result<Page<RelationTuple>, Error> {
    let page = decode::body_page::<models::Relationships>(answer)?;
    let items: Result<Vec<_>, _> = page.items.into_iter().map(TryInto::try_into).collect();
    let items = items.map_err(|error| {
        let message = "one of its relationships has no subject, or two";
        answer.unexpected_because(message, error)
    })?;
    Ok(Page::new(items, page.next, page.total))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scripted::client;

    const PAGE: &str = r#"{"relation_tuples":[
        {"namespace":"File","object":"a","relation":"owners","subject_id":"bob"},
        {"namespace":"File","object":"a","relation":"owners","subject_set":{"namespace":"Group","object":"g"}}],
        "next_page_token":"NEXT"}"#;

    #[tokio::test]
    async fn every_part_narrows_and_an_empty_relation_is_sent() {
        let (keto, log) = client(|_| (200, r#"{"relation_tuples":null}"#.to_owned()));
        let tuple: RelationTuple = "File:a#owners@Group:g".parse().unwrap();
        for (query, sent) in [
            (RelationQuery::new(), ""),
            (
                RelationQuery::new().object("a&b").relation("r"),
                "?object=a%26b&relation=r",
            ),
            (
                RelationQuery::new().subject(Subject::id("bob")),
                "?subject_id=bob",
            ),
            (
                RelationQuery::from(&tuple),
                "?namespace=File&object=a&relation=owners&subject_set.namespace=Group\
                 &subject_set.object=g&subject_set.relation=",
            ),
        ] {
            assert!(keto.relationship().list(query).await.unwrap().is_empty());
            let asked = log.lock().unwrap().pop().unwrap();
            assert_eq!(asked.line, format!("GET /relation-tuples{sent}"));
        }
    }

    #[tokio::test]
    async fn a_list_is_tuples_across_pages() {
        let (keto, log) = client(|asked| {
            let last = asked.line.ends_with("page_token=LAST");
            (200, PAGE.replace("NEXT", if last { "" } else { "LAST" }))
        });
        let query = RelationQuery::new().namespace("File");
        let mut items = keto.relationship().list(query).page_size(2).items();
        let mut seen = Vec::new();
        while let Some(tuple) = items.next().await {
            seen.push(tuple.unwrap().to_string());
        }
        let page = ["File:a#owners@bob", "File:a#owners@Group:g"];
        assert_eq!(seen, [page, page].concat());
        assert_eq!(log.lock().unwrap().len(), 2);
    }

    #[tokio::test]
    async fn a_relationship_without_a_subject_is_not_passed_over() {
        let (keto, _) = client(|_| (200, PAGE.replace("subject_id", "newer_subject")));
        let error = keto
            .relationship()
            .list(RelationQuery::new())
            .await
            .unwrap_err();
        assert!(
            error.is_decode() && error.to_string().contains("no subject"),
            "{error}"
        );
    }

    #[tokio::test]
    async fn a_deletion_without_a_namespace_is_not_sent() {
        let (keto, log) = client(|_| (204, String::new()));
        for query in [
            RelationQuery::new(),
            RelationQuery::new().object("a"),
            RelationQuery::new().namespace("").object("a"),
        ] {
            let error = keto.relationship().delete(query).await.unwrap_err();
            assert!(error.is_configuration() && error.to_string().contains("namespace"));
        }
        assert!(log.lock().unwrap().is_empty());
        let tuple: RelationTuple = "File:a#owners@bob".parse().unwrap();
        keto.relationship().delete(tuple).await.unwrap();
        let asked = log.lock().unwrap().pop().unwrap();
        let exactly = "?namespace=File&object=a&relation=owners&subject_id=bob";
        assert_eq!(
            asked.line,
            format!("DELETE /admin/relation-tuples{exactly}")
        );
    }
}
