//! The reply with the linked mini programs as one would write it by hand, with serde's derives.

macro_rules! reply {
    ($flag:ty, $code:ty) => {
        use serde::Deserialize;

        #[derive(Debug, Default, Deserialize)]
        pub struct Reply {
            #[serde(default)]
            pub errcode: $code,
            pub errmsg: Option<String>,
            #[serde(default)]
            pub wxopens: Container,
        }

        impl Reply {
            /// How many mini programs there are, if it is a success.
            pub fn count(self) -> usize {
                let reply = std::hint::black_box(self);
                if reply.errcode == 0 { reply.wxopens.items.len() } else { 0 }
            }
        }

        #[derive(Debug, Default, Deserialize)]
        pub struct Container {
            #[serde(default)]
            pub items: Vec<Miniprogram>,
        }

        #[derive(Debug, Default, Deserialize)]
        pub struct Miniprogram {
            pub status: $code,
            pub appid: Option<String>,
            pub username: String,
            pub nickname: String,
            pub headimg_url: String,
            pub email: Option<String>,
            pub source: Option<String>,
            pub selected: Option<$flag>,
            pub nearby_display_status: Option<$flag>,
            pub released: Option<$flag>,
            pub copy_verify_status: Option<i64>,
            #[serde(default, alias = "func_info")]
            pub func_infos: Vec<Function>,
        }

        #[derive(Debug, Default, Deserialize)]
        pub struct Function {
            pub id: $code,
            pub status: $flag,
            pub name: String,
        }
    };
}

/// Flags are the numbers they are on the wire.
#[allow(dead_code, unreachable_pub)]
pub(crate) mod strict {
    reply!(i64, i64);
}

/// Flags are flags, which only a lenient `Deserializer` can read.
#[allow(dead_code, unreachable_pub)]
pub(super) mod adapted {
    reply!(bool, i64);
}

/// Every member names the function that reads it.
#[allow(dead_code, unreachable_pub)]
pub(super) mod derived {
    use serde::Deserialize;

    use crate::decode::lenient;

    #[derive(Debug, Default, Deserialize)]
    pub struct Reply {
        #[serde(default, deserialize_with = "lenient::int")]
        pub errcode: i64,
        #[serde(default, deserialize_with = "lenient::opt_text")]
        pub errmsg: Option<String>,
        #[serde(default)]
        pub wxopens: Container,
    }

    impl Reply {
        /// How many mini programs there are, if it is a success.
        pub fn count(self) -> usize {
            let reply = std::hint::black_box(self);
            if reply.errcode == 0 { reply.wxopens.items.len() } else { 0 }
        }
    }

    #[derive(Debug, Default, Deserialize)]
    pub struct Container {
        #[serde(default, deserialize_with = "lenient::list")]
        pub items: Vec<Miniprogram>,
    }

    #[derive(Debug, Default, Deserialize)]
    pub struct Miniprogram {
        #[serde(deserialize_with = "lenient::int")]
        pub status: i64,
        #[serde(default, deserialize_with = "lenient::opt_text")]
        pub appid: Option<String>,
        #[serde(deserialize_with = "lenient::text")]
        pub username: String,
        #[serde(deserialize_with = "lenient::text")]
        pub nickname: String,
        #[serde(deserialize_with = "lenient::text")]
        pub headimg_url: String,
        #[serde(default, deserialize_with = "lenient::opt_text")]
        pub email: Option<String>,
        #[serde(default, deserialize_with = "lenient::opt_text")]
        pub source: Option<String>,
        #[serde(default, deserialize_with = "lenient::opt_flag")]
        pub selected: Option<bool>,
        #[serde(default, deserialize_with = "lenient::opt_flag")]
        pub nearby_display_status: Option<bool>,
        #[serde(default, deserialize_with = "lenient::opt_flag")]
        pub released: Option<bool>,
        #[serde(default, deserialize_with = "lenient::opt_int")]
        pub copy_verify_status: Option<i64>,
        #[serde(default, alias = "func_info", deserialize_with = "lenient::list")]
        pub func_infos: Vec<Function>,
    }

    #[derive(Debug, Default, Deserialize)]
    pub struct Function {
        #[serde(deserialize_with = "lenient::int")]
        pub id: i64,
        #[serde(deserialize_with = "lenient::flag")]
        pub status: bool,
        #[serde(deserialize_with = "lenient::text")]
        pub name: String,
    }
}
