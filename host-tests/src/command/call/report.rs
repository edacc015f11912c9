//! What came of a call.

use serde::Serialize;
use soapstone::Error;
use soapstone::binding::client::{Failed, Stage, TransportInfo};
use soapstone::http::Fields;
use soapstone_host_tests::message::{self, Fault};

/// What came of a call. Fields that hold secrets are shown as `***`.
#[derive(Serialize)]
pub(super) struct Report {
    /// The status of the response; 900 when nothing was sent, 408 when no response came.
    status: u16,
    #[serde(rename = "statusMessage")]
    message: String,
    /// Where the call failed: preparing, sending, receiving or parsing.
    stage: Option<&'static str>,
    pub(super) error: Option<Problem>,
    fault: Option<Fault>,
    #[serde(rename = "requestFields")]
    request: Option<Vec<(String, String)>>,
    #[serde(rename = "responseFields")]
    response: Option<Vec<(String, String)>>,
    /// Bytes of the body of the response.
    bytes: usize,
    /// That body, where it is text.
    body: Option<String>,
}

/// Why a call failed.
#[derive(Serialize)]
pub(super) struct Problem {
    code: &'static str,
    message: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    transport: Option<String>,
}

impl Report {
    pub(super) fn new(
        info: &TransportInfo<'_>,
        failed: Option<Failed<std::io::Error>>,
        broken: Option<String>,
        body: &[u8],
    ) -> Report {
        let (mut stage, mut error, mut fault) = (None, None, None);
        if let Some(failed) = failed {
            stage = Some(failed.stage);
            error = Some(Problem::new(&failed.error, failed.transport.map(|error| error.to_string())));
        } else if let Some(broken) = broken {
            stage = Some(Stage::Receiving);
            error =
                Some(Problem::new(&Error::new(soapstone::ErrorKind::HttpTruncated, body.len() as u64), Some(broken)));
        } else if !body.is_empty() {
            match message::read(body) {
                Ok(message) => fault = message.fault,
                Err(refused) => {
                    stage = Some(Stage::Parsing);
                    error = Some(Problem::new(&refused, None));
                }
            }
        }
        Report {
            status: info.status(),
            message: String::from_utf8_lossy(info.message()).into_owned(),
            stage: stage.map(name),
            error,
            fault,
            request: info.request.map(|fields| shown(&fields)),
            response: info.response.map(|head| shown(&head.fields)),
            bytes: body.len(),
            body: String::from_utf8(body.to_vec()).ok(),
        }
    }

    /// Whether there was a reply, or none was due.
    pub(super) fn succeeded(&self) -> bool {
        self.error.is_none() && self.fault.is_none()
    }

    /// The header fields of both sides.
    pub(super) fn trace(&self) -> String {
        let mut text = String::new();
        let mut side = |mark: char, fields: &Option<Vec<(String, String)>>| {
            for (name, value) in fields.iter().flatten() {
                text.push_str(&format!("{mark} {name}: {value}\n"));
            }
        };
        side('>', &self.request);
        side('<', &self.response);
        text.push_str(&format!("{} {}\n", self.status, self.message));
        text
    }
}

impl Problem {
    fn new(error: &Error, transport: Option<String>) -> Problem {
        Problem { code: error.kind.name(), message: error.to_string(), transport }
    }
}

/// A problem in one line.
pub(super) fn show(problem: &Problem) -> String {
    let transport = problem.transport.iter().map(|text| format!(": {text}")).collect::<String>();
    format!("{}{transport}", problem.message)
}

fn name(stage: Stage) -> &'static str {
    match stage {
        Stage::Preparing => "preparing",
        Stage::Sending => "sending",
        Stage::Receiving => "receiving",
        Stage::Parsing => "parsing",
    }
}

/// Fields as they may be shown to anybody.
fn shown(fields: &Fields<'_>) -> Vec<(String, String)> {
    const SECRET: [&str; 4] = ["Authorization", "Proxy-Authorization", "Cookie", "Set-Cookie"];
    let shown = |name: &str, value: &[u8]| match SECRET.iter().any(|secret| secret.eq_ignore_ascii_case(name)) {
        true => "***".to_owned(),
        false => String::from_utf8_lossy(value).into_owned(),
    };
    fields.iter().map(|field| (field.name.to_owned(), shown(field.name, field.value))).collect()
}
