/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A model behind the Chat Completions API, in this process, on loopback. It answers
 * with what the test told it, one reply a request, and keeps the requests. A tool is
 * named as its server names it; the scripted model finds the name that the host has
 * given it in the request, as a real model would. */

typedef struct _ScriptedModel ScriptedModel;

ScriptedModel *scripted_model_new         (void);
void           scripted_model_free        (ScriptedModel *self);
const char    *scripted_model_get_url     (ScriptedModel *self);
void           scripted_model_say         (ScriptedModel *self,
                                           const char    *text);

/* Followed by pairs of tool and arguments (JSON text), then NULL: calls in one reply. */
void           scripted_model_call        (ScriptedModel *self,
                                           const char    *tool,
                                           const char    *arguments,
                                           ...) G_GNUC_NULL_TERMINATED;
guint          scripted_model_get_n_requests (ScriptedModel *self);
const char    *scripted_model_get_request (ScriptedModel *self,
                                           guint          position);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ScriptedModel, scripted_model_free)

G_END_DECLS
