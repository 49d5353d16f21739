//! Control routers: what should be true, made true, confirmed by the router.
