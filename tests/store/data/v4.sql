-- SPDX-FileCopyrightText: The Salon contributors
-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- What “.dump” gives of a history of version 4. Never changed: users have such files.
/* WARNING: Script requires that SQLITE_DBCONFIG_DEFENSIVE be disabled */
PRAGMA foreign_keys=OFF;
BEGIN TRANSACTION;
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
, settings TEXT);
INSERT INTO chats VALUES(1,'chat-1','Holidays by the sea','practice/practice','And the',1764000000000000,1764000000000000,1,'message-2',NULL);
INSERT INTO chats VALUES(2,'chat-2','',NULL,NULL,1764000001000000,1764000001000000,0,NULL,NULL);
CREATE TABLE messages (
  serial INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  chat_id TEXT NOT NULL REFERENCES chats (id) ON DELETE CASCADE,
  parent_id TEXT,
  role TEXT NOT NULL,
  state TEXT NOT NULL,
  model TEXT,
  created_at INTEGER NOT NULL, owner INTEGER,
  UNIQUE (chat_id, id),
  -- No cascade: it would recurse once per message of a chat, and SQLite stops at 1000.
  FOREIGN KEY (chat_id, parent_id) REFERENCES messages (chat_id, id)
);
INSERT INTO messages VALUES(1,'message-1','chat-1',NULL,'user','finished',NULL,1764000000100000,NULL);
INSERT INTO messages VALUES(2,'message-2','chat-1','message-1','assistant','stopped','practice/practice',1764000000200000,NULL);
INSERT INTO messages VALUES(3,'message-3','chat-1','message-1','assistant','finished','practice/practice',1764000000300000,NULL);
CREATE TABLE parts (
  serial INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  message_id TEXT NOT NULL REFERENCES messages (id) ON DELETE CASCADE,
  position INTEGER NOT NULL,
  kind TEXT NOT NULL,
  text TEXT,
  data TEXT
, blob TEXT);
INSERT INTO parts VALUES(1,'part-1','message-1',0,'text','Where is the nearest lighthouse?',NULL,NULL);
INSERT INTO parts VALUES(2,'part-2','message-2',0,'reasoning','Look at a map','{"provider":"practice"}',NULL);
INSERT INTO parts VALUES(3,'part-3','message-3',0,'tool-call',NULL,'{"name":"find","arguments":"{}"}',NULL);
INSERT INTO parts VALUES(4,'part-4','message-3',1,'text',replace('The lighthouse is “there”, 3 km off; it''s lit.\nSecond line','\n',char(10)),NULL,NULL);
PRAGMA writable_schema=ON;
INSERT INTO sqlite_schema(type,name,tbl_name,rootpage,sql)VALUES('table','parts_search','parts_search',0,'CREATE VIRTUAL TABLE parts_search USING fts5 (
  text,
  content = ''searchable_parts'',
  content_rowid = ''serial'',
  columnsize = 0,
  tokenize = ''unicode61 remove_diacritics 2''
)');
CREATE TABLE IF NOT EXISTS 'parts_search_data'(id INTEGER PRIMARY KEY, block BLOB);
INSERT INTO parts_search_data VALUES(1,X'0315');
INSERT INTO parts_search_data VALUES(10,X'000000000103030003010101020101030101');
INSERT INTO parts_search_data VALUES(137438953473,X'0000003803306973010203010a6c69676874686f75736501020601076e65617265737401020501037468650102040105776865726501020204070f0c08');
INSERT INTO parts_search_data VALUES(274877906945,X'0000002102306102020402017402020301046c6f6f6b02020201036d617002020504060609');
INSERT INTO parts_search_data VALUES(412316860417,X'000000610230330402060102697304020402017404020901026b6d040207010a6c69676874686f75736504020303026e6504020d03017404020b01036f666604020801017304020a020565636f6e6404020c01037468650402020402726504020504060706070f070608060a08');
CREATE TABLE IF NOT EXISTS 'parts_search_idx'(segid, term, pgno, PRIMARY KEY(segid, term)) WITHOUT ROWID;
INSERT INTO parts_search_idx VALUES(1,X'',2);
INSERT INTO parts_search_idx VALUES(2,X'',2);
INSERT INTO parts_search_idx VALUES(3,X'',2);
CREATE TABLE IF NOT EXISTS 'parts_search_config'(k PRIMARY KEY, v) WITHOUT ROWID;
INSERT INTO parts_search_config VALUES('version',4);
INSERT INTO sqlite_schema(type,name,tbl_name,rootpage,sql)VALUES('table','chats_search','chats_search',0,'CREATE VIRTUAL TABLE chats_search USING fts5 (
  title,
  content = ''chats'',
  content_rowid = ''serial'',
  columnsize = 0,
  tokenize = ''unicode61 remove_diacritics 2''
)');
CREATE TABLE IF NOT EXISTS 'chats_search_data'(id INTEGER PRIMARY KEY, block BLOB);
INSERT INTO chats_search_data VALUES(1,X'0204');
INSERT INTO chats_search_data VALUES(10,X'000000000101010001010101');
INSERT INTO chats_search_data VALUES(137438953473,X'00000028033062790102030108686f6c69646179730102020103736561010205010374686501020404070d08');
CREATE TABLE IF NOT EXISTS 'chats_search_idx'(segid, term, pgno, PRIMARY KEY(segid, term)) WITHOUT ROWID;
INSERT INTO chats_search_idx VALUES(1,X'',2);
CREATE TABLE IF NOT EXISTS 'chats_search_config'(k PRIMARY KEY, v) WITHOUT ROWID;
INSERT INTO chats_search_config VALUES('version',4);
CREATE VIEW searchable_parts AS
  SELECT parts.serial AS serial, parts.text AS text
  FROM parts JOIN messages ON messages.id = parts.message_id
  WHERE parts.text IS NOT NULL AND messages.state <> 'streaming';
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
CREATE TRIGGER messages_deleted BEFORE DELETE ON messages
WHEN old.state <> 'streaming'
BEGIN
  INSERT INTO parts_search (parts_search, rowid, text)
    SELECT 'delete', serial, text FROM parts WHERE message_id = old.id AND text IS NOT NULL;
END;
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
CREATE INDEX chats_active_message ON chats (active_message_id);
CREATE INDEX messages_parent ON messages (chat_id, parent_id);
CREATE INDEX messages_streaming ON messages (state) WHERE state = 'streaming';
CREATE INDEX parts_message ON parts (message_id, position);
CREATE INDEX parts_blob ON parts (blob) WHERE blob IS NOT NULL;
PRAGMA writable_schema=OFF;
COMMIT;
PRAGMA user_version = 4;
