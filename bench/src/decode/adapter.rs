//! A `Deserializer` that makes strict derives lenient: each scalar is asked for without a type and
//! converted on its way to the visitor. Also copied, as it is, into the crates whose compile time is
//! measured.

use std::fmt;

use serde::de::{
    Deserialize, DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor,
};

/// Reads a whole text leniently.
///
/// # Errors
///
/// If it is no JSON, or something in it has no meaning for the type.
pub fn from_str<'de, T: Deserialize<'de>>(text: &'de str) -> Result<T, serde_json::Error> {
    let mut json = serde_json::Deserializer::from_str(text);
    let value = T::deserialize(Lenient(&mut json))?;
    json.end()?;
    Ok(value)
}

/// The lenient form of a `Deserializer`, a visitor, a seed, or the members of something.
pub struct Lenient<T>(pub T);

macro_rules! asked {
    ($($method:ident as $want:ident,)*) => {
        $(fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, D::Error> {
            self.0.deserialize_any(Asked { visitor, want: Want::$want })
        })*
    };
}

impl<'de, D: Deserializer<'de>> Deserializer<'de> for Lenient<D> {
    type Error = D::Error;

    asked! {
        deserialize_any as Anything,
        deserialize_str as Text,
        deserialize_string as Text,
        deserialize_i64 as Number,
        deserialize_bool as Flag,
        deserialize_seq as List,
        deserialize_map as Anything,
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, D::Error> {
        self.0.deserialize_option(Asked { visitor, want: Want::Anything })
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, D::Error> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, D::Error> {
        self.0.deserialize_any(Asked { visitor, want: Want::Object })
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, D::Error> {
        self.0.deserialize_ignored_any(visitor)
    }

    serde::forward_to_deserialize_any! {
        i8 i16 i32 i128 u8 u16 u32 u64 u128 f32 f64 char bytes byte_buf unit unit_struct tuple
        tuple_struct enum identifier
    }
}

/// What the type below asked for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Want {
    Anything,
    Text,
    Number,
    Flag,
    List,
    Object,
}

struct Asked<V> {
    visitor: V,
    want: Want,
}

impl<'de, V: Visitor<'de>> Visitor<'de> for Asked<V> {
    type Value = V::Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.visitor.expecting(f)
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<V::Value, E> {
        match (self.want, text.trim()) {
            (Want::Number, number) => match number.parse() {
                Ok(number) => self.visitor.visit_i64(number),
                Err(_) => self.visitor.visit_str(text),
            },
            (Want::Flag, "0" | "false") => self.visitor.visit_bool(false),
            (Want::Flag, "1" | "true") => self.visitor.visit_bool(true),
            (Want::List, "") => self.visitor.visit_seq(Nothing::new()),
            _ => self.visitor.visit_str(text),
        }
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<V::Value, E> {
        match (self.want, number) {
            (Want::Text, number) => self.visitor.visit_string(number.to_string()),
            (Want::Flag, 0 | 1) => self.visitor.visit_bool(number == 1),
            _ => self.visitor.visit_i64(number),
        }
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<V::Value, E> {
        match i64::try_from(number) {
            Ok(number) => self.visit_i64(number),
            Err(_) => self.visitor.visit_u64(number),
        }
    }

    fn visit_f64<E: Error>(self, number: f64) -> Result<V::Value, E> {
        self.visitor.visit_f64(number)
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<V::Value, E> {
        match self.want {
            Want::Text => self.visitor.visit_string(value.to_string()),
            _ => self.visitor.visit_bool(value),
        }
    }

    fn visit_unit<E: Error>(self) -> Result<V::Value, E> {
        match self.want {
            Want::List => self.visitor.visit_seq(Nothing::new()),
            _ => self.visitor.visit_unit(),
        }
    }

    fn visit_none<E: Error>(self) -> Result<V::Value, E> {
        self.visitor.visit_none()
    }

    fn visit_some<D: Deserializer<'de>>(self, from: D) -> Result<V::Value, D::Error> {
        self.visitor.visit_some(Lenient(from))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<V::Value, A::Error> {
        if self.want == Want::List && map.next_entry::<IgnoredAny, IgnoredAny>()?.is_none() {
            return self.visitor.visit_seq(Nothing::new());
        }
        self.visitor.visit_map(Lenient(map))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<V::Value, A::Error> {
        if self.want == Want::Object && seq.next_element::<IgnoredAny>()?.is_none() {
            return self.visitor.visit_map(Nothing::new());
        }
        self.visitor.visit_seq(Lenient(seq))
    }
}

impl<'de, A: MapAccess<'de>> MapAccess<'de> for Lenient<A> {
    type Error = A::Error;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, A::Error> {
        self.0.next_key_seed(seed)
    }

    fn next_value_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<S::Value, A::Error> {
        self.0.next_value_seed(Lenient(seed))
    }
}

impl<'de, A: SeqAccess<'de>> SeqAccess<'de> for Lenient<A> {
    type Error = A::Error;

    fn next_element_seed<S: DeserializeSeed<'de>>(
        &mut self,
        seed: S,
    ) -> Result<Option<S::Value>, A::Error> {
        self.0.next_element_seed(Lenient(seed))
    }
}

impl<'de, S: DeserializeSeed<'de>> DeserializeSeed<'de> for Lenient<S> {
    type Value = S::Value;

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<S::Value, D::Error> {
        self.0.deserialize(Lenient(from))
    }
}

/// No elements and no members.
struct Nothing<E>(std::marker::PhantomData<E>);

impl<E> Nothing<E> {
    fn new() -> Self {
        Nothing(std::marker::PhantomData)
    }
}

impl<'de, E: Error> SeqAccess<'de> for Nothing<E> {
    type Error = E;

    fn next_element_seed<S: DeserializeSeed<'de>>(&mut self, _: S) -> Result<Option<S::Value>, E> {
        Ok(None)
    }
}

impl<'de, E: Error> MapAccess<'de> for Nothing<E> {
    type Error = E;

    fn next_key_seed<S: DeserializeSeed<'de>>(&mut self, _: S) -> Result<Option<S::Value>, E> {
        Ok(None)
    }

    fn next_value_seed<S: DeserializeSeed<'de>>(&mut self, _: S) -> Result<S::Value, E> {
        Err(E::custom("there is no member"))
    }
}
