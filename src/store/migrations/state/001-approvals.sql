-- SPDX-FileCopyrightText: The Salon contributors
-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- The user's standing decisions about tools: one a tool. The hash tells whether the tool
-- is still the one that was decided about.

CREATE TABLE approvals (
  serial INTEGER PRIMARY KEY,
  server_identity TEXT NOT NULL,
  tool_name TEXT NOT NULL,
  definition_hash TEXT NOT NULL,
  decision TEXT NOT NULL,
  scope TEXT NOT NULL,
  granted_at INTEGER NOT NULL,
  chat_id TEXT,
  UNIQUE (server_identity, tool_name)
);
