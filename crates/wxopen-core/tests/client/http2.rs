//! What HTTP/2 can say about a request of which bytes have gone out: frames by hand.

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use wxopen_core::{CallError, Cause, Code, Phase, Retry};

use super::support::{AMPLE, SHORT, Write, client, hung_up, serving};

const SETTINGS: &[u8] = &[0, 0, 0, 4, 0, 0, 0, 0, 0];
/// The service has not looked at stream 1.
const REFUSED_STREAM: &[u8] = &[0, 0, 4, 3, 0, 0, 0, 0, 1, 0, 0, 0, 7];
/// Something went wrong with stream 1.
const INTERNAL_ERROR: &[u8] = &[0, 0, 4, 3, 0, 0, 0, 0, 1, 0, 0, 0, 2];
/// The service is going away and will look at no stream above 0, or above 1.
const GOAWAY_ABOVE_0: &[u8] = &[0, 0, 8, 7, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];
const GOAWAY_ABOVE_1: &[u8] = &[0, 0, 8, 7, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0];

/// Calls a service that says this once it has the request, and then nothing or the end.
async fn fails(frame: &'static [u8], stays: bool) -> CallError<Code> {
    let address = serving(move |mut socket, _| async move {
        socket.write_all(SETTINGS).await.expect("a client");
        let (mut seen, mut buffer) = (Vec::new(), [0; 1024]);
        while !seen.ends_with(b"{}") {
            let count = socket.read(&mut buffer).await.expect("a request");
            seen.extend_from_slice(&buffer[..count]);
        }
        socket.write_all(frame).await.expect("a client");
        if stays {
            hung_up(&mut socket).await;
        }
    })
    .await;
    // Only a service that goes away and stays says nothing more.
    let deadline = if stays && frame == GOAWAY_ABOVE_1 { SHORT } else { AMPLE };
    let client = client(address).deadline(deadline).retry(Retry::never());
    let client = client.connections(|http| http.http2_prior_knowledge());
    client.build().expect("a client").send(Write).await.expect_err("no answer")
}

#[tokio::test]
async fn what_the_service_has_not_looked_at_was_not_sent() {
    for frame in [REFUSED_STREAM, GOAWAY_ABOVE_0] {
        for stays in [true, false] {
            assert_eq!(fails(frame, stays).await.phase(), Phase::NotSent, "{frame:?}");
        }
    }
}

#[tokio::test]
async fn everything_else_leaves_the_outcome_unknown() {
    assert_eq!(fails(INTERNAL_ERROR, true).await.phase(), Phase::OutcomeUnknown);
    assert_eq!(fails(GOAWAY_ABOVE_1, false).await.phase(), Phase::OutcomeUnknown);
    let error = fails(GOAWAY_ABOVE_1, true).await;
    assert_eq!((error.phase(), error.cause()), (Phase::OutcomeUnknown, Some(&Cause::Deadline)));
}
