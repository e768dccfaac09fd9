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
