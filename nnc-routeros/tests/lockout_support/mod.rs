pub(crate) mod beneath;
pub(crate) mod combined;
pub(crate) mod edit;
pub(crate) mod home;
pub(crate) mod label;
pub(crate) mod own;
pub(crate) mod rules;
