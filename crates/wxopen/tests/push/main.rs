//! Pushed messages: their encryption, how they are received, and the router.

mod crypto;
mod filling;
mod handlers;
mod hostile;
mod messages;
mod receiving;
mod router;
mod wechat;
