-- SPDX-FileCopyrightText: The Salon contributors
-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- Which program is at work on a message that streams: see salon-store-owner.c. What another
-- one left behind when it died is told from what another one is writing right now.

ALTER TABLE messages ADD COLUMN owner INTEGER;
