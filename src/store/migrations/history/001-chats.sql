-- SPDX-FileCopyrightText: The Salon contributors
-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- Chats, their trees of messages, and the parts of these.
--
-- Every table has a “serial” of its own that never changes (rowids may, without one):
-- the search index refers to it, and a message always has a greater one than its parent,
-- so that a walk along the tree ends even in a damaged file.

CREATE TABLE chats (
  serial INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  title TEXT NOT NULL DEFAULT '',
  model TEXT,
  draft TEXT,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  pinned INTEGER NOT NULL DEFAULT 0,
  active_message_id TEXT REFERENCES messages (id) ON DELETE SET NULL
);

CREATE INDEX chats_active_message ON chats (active_message_id);

CREATE TABLE messages (
  serial INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  chat_id TEXT NOT NULL REFERENCES chats (id) ON DELETE CASCADE,
  parent_id TEXT,
  role TEXT NOT NULL,
  state TEXT NOT NULL,
  model TEXT,
  created_at INTEGER NOT NULL,
  UNIQUE (chat_id, id),
  -- No cascade: it would recurse once per message of a chat, and SQLite stops at 1000.
  FOREIGN KEY (chat_id, parent_id) REFERENCES messages (chat_id, id)
);

CREATE INDEX messages_parent ON messages (chat_id, parent_id);
CREATE INDEX messages_streaming ON messages (state) WHERE state = 'streaming';

CREATE TABLE parts (
  serial INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  message_id TEXT NOT NULL REFERENCES messages (id) ON DELETE CASCADE,
  position INTEGER NOT NULL,
  kind TEXT NOT NULL,
  text TEXT,
  data TEXT
);

CREATE INDEX parts_message ON parts (message_id, position);

-- The search index keeps no second copy of the texts. A text is in it exactly when this
-- view shows it: while its message streams it changes ten times a second, and taking it
-- apart into words every time would cost more than storing it.
CREATE VIEW searchable_parts AS
  SELECT parts.serial AS serial, parts.text AS text
  FROM parts JOIN messages ON messages.id = parts.message_id
  WHERE parts.text IS NOT NULL AND messages.state <> 'streaming';

CREATE VIRTUAL TABLE parts_search USING fts5 (
  text,
  content = 'searchable_parts',
  content_rowid = 'serial',
  columnsize = 0,
  tokenize = 'unicode61 remove_diacritics 2'
);

CREATE TRIGGER parts_inserted AFTER INSERT ON parts
WHEN new.text IS NOT NULL
  AND (SELECT state FROM messages WHERE id = new.message_id) <> 'streaming'
BEGIN
  INSERT INTO parts_search (rowid, text) VALUES (new.serial, new.text);
END;

CREATE TRIGGER parts_changed AFTER UPDATE OF text ON parts
WHEN old.text IS NOT new.text
  AND (SELECT state FROM messages WHERE id = new.message_id) <> 'streaming'
BEGIN
  INSERT INTO parts_search (parts_search, rowid, text)
    SELECT 'delete', old.serial, old.text WHERE old.text IS NOT NULL;
  INSERT INTO parts_search (rowid, text)
    SELECT new.serial, new.text WHERE new.text IS NOT NULL;
END;

CREATE TRIGGER parts_deleted AFTER DELETE ON parts
WHEN old.text IS NOT NULL
  AND (SELECT state FROM messages WHERE id = old.message_id) <> 'streaming'
BEGIN
  INSERT INTO parts_search (parts_search, rowid, text) VALUES ('delete', old.serial, old.text);
END;

CREATE TRIGGER messages_settled AFTER UPDATE OF state ON messages
WHEN old.state = 'streaming' AND new.state <> 'streaming'
BEGIN
  INSERT INTO parts_search (rowid, text)
    SELECT serial, text FROM parts WHERE message_id = new.id AND text IS NOT NULL;
END;

CREATE TRIGGER messages_resumed AFTER UPDATE OF state ON messages
WHEN old.state <> 'streaming' AND new.state = 'streaming'
BEGIN
  INSERT INTO parts_search (parts_search, rowid, text)
    SELECT 'delete', serial, text FROM parts WHERE message_id = new.id AND text IS NOT NULL;
END;

-- Before the message goes: its parts follow it by the cascade, and then nothing tells
-- any more whether they were in the index.
CREATE TRIGGER messages_deleted BEFORE DELETE ON messages
WHEN old.state <> 'streaming'
BEGIN
  INSERT INTO parts_search (parts_search, rowid, text)
    SELECT 'delete', serial, text FROM parts WHERE message_id = old.id AND text IS NOT NULL;
END;

CREATE VIRTUAL TABLE chats_search USING fts5 (
  title,
  content = 'chats',
  content_rowid = 'serial',
  columnsize = 0,
  tokenize = 'unicode61 remove_diacritics 2'
);

CREATE TRIGGER chats_inserted AFTER INSERT ON chats
BEGIN
  INSERT INTO chats_search (rowid, title) VALUES (new.serial, new.title);
END;

CREATE TRIGGER chats_changed AFTER UPDATE OF title ON chats
WHEN old.title IS NOT new.title
BEGIN
  INSERT INTO chats_search (chats_search, rowid, title) VALUES ('delete', old.serial, old.title);
  INSERT INTO chats_search (rowid, title) VALUES (new.serial, new.title);
END;

CREATE TRIGGER chats_deleted AFTER DELETE ON chats
BEGIN
  INSERT INTO chats_search (chats_search, rowid, title) VALUES ('delete', old.serial, old.title);
END;
