//! Stub; the room's builder writes its head.
