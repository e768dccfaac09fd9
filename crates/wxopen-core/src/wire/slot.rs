//! Where a value is put and where it is read from: the few kinds of places that records are made
//! of. No JSON here.

use crate::Secret;
use crate::wire::{Record, RecordMut};

/// The place for a value that is being read.
#[allow(missing_docs)]
pub enum Slot<'a> {
    Text(&'a mut String),
    OptText(&'a mut Option<String>),
    Secret(&'a mut Secret),
    OptSecret(&'a mut Option<Secret>),
    Int(&'a mut i64),
    OptInt(&'a mut Option<i64>),
    /// Documented as 0 or 1.
    Flag(&'a mut bool),
    /// Documented as 0 or 1.
    OptFlag(&'a mut Option<bool>),
    /// Documented as `true` or `false`.
    Bool(&'a mut bool),
    /// Documented as `true` or `false`.
    OptBool(&'a mut Option<bool>),
    /// An open enumeration over integers.
    Code(&'a mut dyn CodeSlot),
    Object(&'a mut dyn ObjectSlot),
    List(&'a mut dyn ListSlot),
    /// There is no such member.
    Nothing,
}

/// A value that is being written, compared or printed.
#[allow(missing_docs)]
pub enum View<'a> {
    Absent,
    Text(&'a str),
    Secret(&'a Secret),
    Int(i64),
    Flag(bool),
    Bool(bool),
    /// The number and the names of the known ones.
    Code(i64, &'static [(i64, &'static str)]),
    Object(&'a dyn Record),
    List(&'a dyn ListView),
}

/// The place for an open enumeration, optional or not.
pub trait CodeSlot {
    /// Keeps the number, known or not.
    fn set(&mut self, code: i64);
    /// Forgets it, if that is possible.
    fn clear(&mut self);
}

impl<T: From<i64>> CodeSlot for Option<T> {
    fn set(&mut self, code: i64) {
        *self = Some(T::from(code));
    }

    fn clear(&mut self) {
        *self = None;
    }
}

/// The place for an object, optional or not.
pub trait ObjectSlot {
    /// The object, which is empty if it was not there or was cleared.
    fn open(&mut self) -> &mut dyn RecordMut;
    /// Starts over: no object, or an empty one where there must be one.
    fn clear(&mut self);
}

impl<T: RecordMut + Default> ObjectSlot for T {
    fn open(&mut self) -> &mut dyn RecordMut {
        self
    }

    fn clear(&mut self) {
        *self = T::default();
    }
}

impl<T: RecordMut + Default> ObjectSlot for Option<T> {
    fn open(&mut self) -> &mut dyn RecordMut {
        self.get_or_insert_default()
    }

    fn clear(&mut self) {
        *self = None;
    }
}

/// The place for a list.
pub trait ListSlot {
    /// Adds an empty element and gives its place.
    fn push(&mut self) -> Slot<'_>;
    /// Starts over with an empty list.
    fn clear(&mut self);
}

/// A list that is being written, compared or printed.
pub trait ListView {
    /// How many elements there are.
    fn len(&self) -> usize;
    /// Whether there are none.
    fn is_empty(&self) -> bool {
        self.len() == 0
    }
    /// The element at an index below [`ListView::len`].
    fn view(&self, index: usize) -> View<'_>;
}

/// What lists can be made of.
pub trait Element: Default {
    /// The place of the element.
    fn slot(&mut self) -> Slot<'_>;
    /// Its value.
    fn view(&self) -> View<'_>;
}

impl Element for String {
    fn slot(&mut self) -> Slot<'_> {
        Slot::Text(self)
    }

    fn view(&self) -> View<'_> {
        View::Text(self)
    }
}

impl Element for i64 {
    fn slot(&mut self) -> Slot<'_> {
        Slot::Int(self)
    }

    fn view(&self) -> View<'_> {
        View::Int(*self)
    }
}

impl<T: RecordMut + Default> Element for T {
    fn slot(&mut self) -> Slot<'_> {
        Slot::Object(self)
    }

    fn view(&self) -> View<'_> {
        View::Object(self)
    }
}

impl<T: Element> ListSlot for Vec<T> {
    fn push(&mut self) -> Slot<'_> {
        let index = self.len();
        Vec::push(self, T::default());
        self[index].slot()
    }

    fn clear(&mut self) {
        Vec::clear(self);
    }
}

impl<T: Element> ListView for Vec<T> {
    fn len(&self) -> usize {
        Vec::len(self)
    }

    fn view(&self, index: usize) -> View<'_> {
        self.get(index).map_or(View::Absent, Element::view)
    }
}

impl<'a> View<'a> {
    /// The view of an optional value.
    pub fn opt<T>(value: Option<T>, view: impl FnOnce(T) -> View<'a>) -> View<'a> {
        value.map_or(View::Absent, view)
    }
}
