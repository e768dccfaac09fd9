//! What generated files say with one line. The macros hold no knowledge of any endpoint.

/// Implements everything of an endpoint's error enum but the enum itself, which stands in the
/// generated file: its sentences would pass through the macro otherwise, and cost the compiler time.
#[doc(hidden)]
#[macro_export]
macro_rules! endpoint_error {
    ($name:ident of $meta:path { $($variant:ident = $code:literal,)* }) => {
        impl $crate::EndpointError for $name {
            fn from_code(code: i64) -> Self {
                match code {
                    $($code => Self::$variant,)*
                    other => Self::Other($crate::Code::from(other)),
                }
            }

            fn code(self) -> i64 {
                match self {
                    $(Self::$variant => $code,)*
                    Self::Other(code) => code.get(),
                }
            }
        }

        impl ::core::fmt::Display for $name {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                $crate::code::describe(&$meta, $crate::EndpointError::code(*self), f)
            }
        }

        impl ::core::error::Error for $name {}
    };
}

/// Implements everything of the enum of a channel's events but the enum itself. Storing an event writes
/// the message, with its secrets; what was stored is read like a message.
#[doc(hidden)]
#[macro_export]
macro_rules! events {
    ($name:ident of $channel:ident { $($variant:ident = $wire:literal,)* }) => {
        impl $name {
            /// Reads the text of a message in JSON.
            ///
            /// # Errors
            ///
            /// If it is no JSON, or does not say which event it is. An event that lacks what its
            /// specification promises is no error: it is kept as `Other`, with the reason.
            pub fn from_json(text: &str) -> ::core::result::Result<Self, $crate::DecodeError> {
                Self::from_value($crate::event::parse(text)?)
            }

            /// Reads a message that has been parsed, from JSON or from XML.
            ///
            /// # Errors
            ///
            /// If it does not say which event it is.
            pub fn from_value(
                value: $crate::Json,
            ) -> ::core::result::Result<Self, $crate::DecodeError> {
                let discriminator = $crate::Channel::$channel.discriminator();
                let message = $crate::RawMessage::new(value, discriminator)?;
                let read = match message.name() {
                    $($wire => message.read(Self::$variant),)*
                    _ => ::core::result::Result::Err(message),
                };
                ::core::result::Result::Ok(read.unwrap_or_else(Self::Other))
            }

            /// WeChat's name of the event.
            pub fn name(&self) -> &str {
                match self {
                    $(Self::$variant(_) => $wire,)*
                    Self::Other(message) => message.name(),
                }
            }
        }

        impl $crate::wire::Serialize for $name {
            fn serialize<S: $crate::wire::Serializer>(
                &self,
                serializer: S,
            ) -> ::core::result::Result<S::Ok, S::Error> {
                match self {
                    $(Self::$variant(event) => event.serialize(serializer),)*
                    Self::Other(message) => message.value().serialize(serializer),
                }
            }
        }

        impl<'de> $crate::wire::Deserialize<'de> for $name {
            fn deserialize<D: $crate::wire::Deserializer<'de>>(
                deserializer: D,
            ) -> ::core::result::Result<Self, D::Error> {
                let value = <$crate::Json as $crate::wire::Deserialize>::deserialize(deserializer)?;
                Self::from_value(value).map_err($crate::event::unreadable)
            }
        }
    };
}

/// Defines an open enumeration over integers: known values are constants, unknown ones are kept.
#[doc(hidden)]
#[macro_export]
macro_rules! open_enum {
    (
        $(#[$doc:meta])*
        pub struct $name:ident {
            $($(#[$value_doc:meta])* $constant:ident = $value:literal,)*
        }
    ) => {
        $(#[$doc])*
        ///
        /// Values that are not listed here are kept as they came.
        #[derive(Clone, Copy, Default, PartialEq, Eq, Hash)]
        pub struct $name(
            /// The number.
            pub i64,
        );

        impl $name {
            $($(#[$value_doc])* pub const $constant: Self = Self($value);)*

            /// The known values with their names.
            pub const KNOWN: &'static [(i64, &'static str)] =
                &[$(($value, stringify!($constant)),)*];
        }

        impl ::core::convert::From<i64> for $name {
            fn from(value: i64) -> Self {
                Self(value)
            }
        }

        impl ::core::fmt::Debug for $name {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                $crate::wire::print_code(self.0, Self::KNOWN, f)
            }
        }

        impl $crate::wire::CodeSlot for $name {
            fn set(&mut self, code: i64) {
                self.0 = code;
            }

            fn clear(&mut self) {}
        }
    };
}
