//! An endpoint without its types: what a test can do with any of them. Knows the compiled crate
//! only, never the specification it was generated from.

use std::fmt::{Debug, Display};
use std::time::Duration;

use serde::Serialize;
use serde_json::Value;
use wxopen_api::wire::{Record, RecordMut};
use wxopen_api::{
    Answer, Body, BoxFuture, Client, DecodeError, Endpoint, EndpointError, EndpointMeta, Error,
    Observer,
};

use crate::values::Values;
use crate::walk::{self, Member};

/// Which of the two requests of a case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Request {
    /// With what is required.
    Least,
    /// With everything.
    Full,
}

/// A typed endpoint and two requests to it.
pub trait Case: Send + Sync {
    /// What the catalogue knows about it.
    fn meta(&self) -> &'static EndpointMeta;

    /// The body of a request.
    fn body(&self, request: Request, values: &mut Values) -> Value;

    /// The members of the full request, as its table has them.
    fn request(&self) -> Vec<Member>;

    /// The members of the reply, as its table has them.
    fn reply(&self) -> Vec<Member>;

    /// Sends a request and gives the reply as it would be stored.
    fn send<'a>(
        &'a self,
        client: &'a Client,
        request: Request,
    ) -> BoxFuture<'a, Result<Value, Error>>;

    /// Sends a request made of these values, within a deadline.
    fn send_within<'a>(
        &self,
        client: &'a Client,
        values: &mut Values,
        deadline: Duration,
    ) -> BoxFuture<'a, Result<Value, Error>>;

    /// Reads an answer and gives the reply as it would be stored.
    ///
    /// # Errors
    ///
    /// As the endpoint's own decoder.
    fn decode(&self, answer: &str, observer: &dyn Observer) -> Result<Value, DecodeError>;

    /// What `Debug` shows of a request made of these values, and of the reply to an answer.
    ///
    /// # Errors
    ///
    /// As the endpoint's own decoder.
    fn shown(&self, values: &mut Values, answer: &str) -> Result<[Shown; 2], DecodeError>;

    /// What the error enum makes of a code.
    fn variant(&self, code: i64) -> Variant;
}

/// A record as `Debug` shows it.
#[derive(Clone, Debug)]
pub struct Shown {
    /// What is shown.
    pub text: String,
    /// The texts in the record that must not be.
    pub hidden: Vec<String>,
}

/// A variant of an error enum.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Variant {
    /// Its name with what it holds.
    pub name: String,
    /// The code it gives back.
    pub code: i64,
    /// What it says.
    pub text: String,
}

/// Makes a request of values.
type Maker<E> = fn(&mut Values) -> E;

/// A case of the type of its request.
pub struct Typed<E> {
    least: Maker<E>,
    full: Maker<E>,
}

impl<E> Typed<E>
where
    E: Endpoint + Record + Debug + 'static,
    E::Reply: RecordMut + Default + Serialize + Debug,
    E::Error: Debug + Display,
{
    /// A case with the makers of its least and its fullest request.
    #[allow(clippy::new_ret_no_self)]
    pub fn new(least: Maker<E>, full: Maker<E>) -> Box<dyn Case> {
        Box::new(Typed { least, full })
    }

    fn make(&self, request: Request, values: &mut Values) -> E {
        match request {
            Request::Least => (self.least)(values),
            Request::Full => (self.full)(values),
        }
    }
}

impl<E> Case for Typed<E>
where
    E: Endpoint + Record + Debug + 'static,
    E::Reply: RecordMut + Default + Serialize + Debug,
    E::Error: Debug + Display,
{
    fn meta(&self) -> &'static EndpointMeta {
        E::META
    }

    fn body(&self, request: Request, values: &mut Values) -> Value {
        let mut body = Body::new();
        self.make(request, values).encode(&mut body);
        let bytes = body.into_bytes().expect("a record is an object");
        serde_json::from_slice(&bytes).expect("a body is JSON")
    }

    fn request(&self) -> Vec<Member> {
        walk::sent(&self.make(Request::Full, &mut Values::names()))
    }

    fn reply(&self) -> Vec<Member> {
        walk::received(&mut E::Reply::default())
    }

    fn send<'a>(
        &'a self,
        client: &'a Client,
        request: Request,
    ) -> BoxFuture<'a, Result<Value, Error>> {
        let request = self.make(request, &mut Values::names());
        Box::pin(async move {
            let reply = client.send(request).await.map_err(Error::from)?;
            Ok(serde_json::to_value(&reply).expect("a record is JSON"))
        })
    }

    fn send_within<'a>(
        &self,
        client: &'a Client,
        values: &mut Values,
        deadline: Duration,
    ) -> BoxFuture<'a, Result<Value, Error>> {
        let request = self.make(Request::Full, values);
        Box::pin(async move {
            let reply = client.send_within(request, deadline).await.map_err(Error::from)?;
            Ok(serde_json::to_value(&reply).expect("a record is JSON"))
        })
    }

    fn decode(&self, answer: &str, observer: &dyn Observer) -> Result<Value, DecodeError> {
        let reply = E::decode(&mut Answer::new(answer).observed(E::META.interface, observer))?;
        Ok(serde_json::to_value(&reply).expect("a record is JSON"))
    }

    fn shown(&self, values: &mut Values, answer: &str) -> Result<[Shown; 2], DecodeError> {
        let request = self.make(Request::Full, values);
        let reply = E::decode(&mut Answer::new(answer))?;
        let request = Shown { text: format!("{request:?}"), hidden: walk::hidden(&request) };
        Ok([request, Shown { text: format!("{reply:?}"), hidden: walk::hidden(&reply) }])
    }

    fn variant(&self, code: i64) -> Variant {
        let error = E::Error::from_code(code);
        Variant { name: format!("{error:?}"), code: error.code(), text: error.to_string() }
    }
}
