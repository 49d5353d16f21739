//! What a subscription is about.

use nnc_core::identity::ResourceId;
use nnc_core::ports::Event;

/// The detail of an event that names the router.
pub const ROUTER: &str = "router";
/// The detail of an event that names the resources, with spaces between them.
pub const RESOURCES: &str = "resources";

/// Which events are wanted; by default all.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Filter {
    router: Option<String>,
    resource: Option<ResourceId>,
    kind: Option<String>,
}

impl Filter {
    /// Only events of this router.
    #[must_use]
    pub fn router(mut self, name: impl Into<String>) -> Self {
        self.router = Some(name.into());
        self
    }

    /// Only events about this resource.
    #[must_use]
    pub fn resource(mut self, resource: ResourceId) -> Self {
        self.resource = Some(resource);
        self
    }

    /// Only events of this kind, such as `apply.merged`, or of a family of kinds, such as `apply`.
    #[must_use]
    pub fn kind(mut self, kind: impl Into<String>) -> Self {
        self.kind = Some(kind.into());
        self
    }

    /// Whether an event is wanted.
    pub fn lets_through(&self, event: &Event) -> bool {
        let detail = |name: &str| event.details.get(name).map(String::as_str);
        let router = self
            .router
            .as_deref()
            .is_none_or(|name| detail(ROUTER) == Some(name));
        let resource = self.resource.as_ref().is_none_or(|wanted| {
            let named = detail(RESOURCES).unwrap_or_default();
            named.split(' ').any(|resource| resource == wanted.as_str())
        });
        let kind = self.kind.as_deref().is_none_or(|wanted| {
            let rest = event.kind.strip_prefix(wanted);
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
        });
        router && resource && kind
    }
}
