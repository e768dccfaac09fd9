//! Links between an official account and its mini programs. Judges by appid alone.

use wxopen_api::official_account::get_link_miniprogram::LinkStatus;
use wxopen_api::official_account::{
    GetLinkMiniprogram, GetLinkMiniprogramReply, LinkMiniprogram, UnlinkMiniprogram,
};

use crate::outcome::{AnswerTo, Doubtful, ErrorOf, Outcome};

impl Doubtful for LinkMiniprogram {
    type Question = GetLinkMiniprogram;

    fn question(&self) -> GetLinkMiniprogram {
        GetLinkMiniprogram::new()
    }

    fn outcome(
        &self,
        answer: AnswerTo<GetLinkMiniprogram>,
    ) -> Result<Outcome, ErrorOf<GetLinkMiniprogram>> {
        Ok(match look_up(&answer?, &self.appid) {
            Listed::As(LinkStatus::LINKED) => Outcome::Happened,
            Listed::As(
                LinkStatus::AWAITS_MINIPROGRAM_ADMIN | LinkStatus::AWAITS_OFFICIAL_ACCOUNT_ADMIN,
            ) => Outcome::Pending,
            // It may have been this request that was refused, or an earlier one.
            Listed::As(_) | Listed::Perhaps => Outcome::Unknown,
            Listed::Not => Outcome::DidNot,
        })
    }
}

impl Doubtful for UnlinkMiniprogram {
    type Question = GetLinkMiniprogram;

    fn question(&self) -> GetLinkMiniprogram {
        GetLinkMiniprogram::new()
    }

    fn outcome(
        &self,
        answer: AnswerTo<GetLinkMiniprogram>,
    ) -> Result<Outcome, ErrorOf<GetLinkMiniprogram>> {
        Ok(match look_up(&answer?, &self.appid) {
            Listed::As(LinkStatus::LINKED) => Outcome::DidNot,
            Listed::As(_) | Listed::Perhaps => Outcome::Unknown,
            Listed::Not => Outcome::Happened,
        })
    }
}

enum Listed {
    As(LinkStatus),
    Not,
    /// Some mini programs are listed without their appid.
    Perhaps,
}

fn look_up(reply: &GetLinkMiniprogramReply, appid: &str) -> Listed {
    let items = &reply.wxopens.items;
    match items.iter().find(|item| item.appid.as_deref() == Some(appid)) {
        Some(item) => Listed::As(item.status),
        None if items.iter().any(|item| item.appid.is_none()) => Listed::Perhaps,
        None => Listed::Not,
    }
}
