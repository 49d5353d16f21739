//! The databases of nnc: routers, secrets, intents and what routers confirmed.
