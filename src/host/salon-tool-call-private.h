/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "salon-clock.h"
#include "salon-json-writer.h"
#include "salon-mcp-tool-result.h"
#include "salon-tool-call.h"

G_BEGIN_DECLS

/* Only salon-tool-call.c and salon-tool-call-storage.c look into it. */
struct _SalonToolCall
{
  GObject parent_instance;

  char *call_id;
  char *tool_id;
  char *server_name;
  char *server_title;
  char *tool_name;
  char *title;
  char *sentence;
  GString *arguments;
  SalonToolCallState state;
  double progress;
  char *progress_message;
  char *result_text;
  SalonJsonDocument *result;
  GPtrArray *images; /* nullable; made of the result when they are asked for */
  gint64 begun_at;
  gint64 started_at;
  gint64 elapsed;
  SalonQuestion *question;
  char *error;
  gboolean discovered;
};

/**
 * salon_tool_call_new:
 * @call_id: the model's id of the call
 * @tool_id: the tool's name as the model wrote it
 *
 * Returns: (transfer full): a call in preparation
 */
SalonToolCall *salon_tool_call_new              (const char         *call_id,
                                                 const char         *tool_id);

/**
 * salon_tool_call_new_from_json:
 * @object: what [method@ToolCall.write] has written
 *
 * A call that was under way is cancelled now: nobody is working on it any more.
 *
 * Returns: (transfer full): a call
 */
SalonToolCall *salon_tool_call_new_from_json    (const SalonJson    *object);

/**
 * salon_tool_call_write:
 * @self: a call
 * @writer: a writer inside an object
 *
 * Adds all there is to keep about @self.
 */
void           salon_tool_call_write            (SalonToolCall      *self,
                                                 SalonJsonWriter    *writer);
void           salon_tool_call_set_tool         (SalonToolCall      *self,
                                                 const char         *server_name,
                                                 const char         *server_title,
                                                 const char         *tool_name,
                                                 const char         *title);
void           salon_tool_call_append_arguments (SalonToolCall      *self,
                                                 const char         *delta);

/**
 * salon_tool_call_discovered:
 * @self: a call
 * @tool_id: the name of the tool that is meant
 * @arguments: its arguments
 *
 * The call came through call_tool; from now on it is a call of the tool it is about.
 */
void           salon_tool_call_discovered       (SalonToolCall      *self,
                                                 const char         *tool_id,
                                                 const char         *arguments);

/**
 * salon_tool_call_is_discovered:
 * @self: a call
 *
 * Returns: whether it came through call_tool
 */
gboolean       salon_tool_call_is_discovered    (SalonToolCall      *self);

/**
 * salon_tool_call_prepared:
 * @self: a call
 *
 * The arguments are complete: the sentence can be made.
 */
void           salon_tool_call_prepared         (SalonToolCall      *self);
void           salon_tool_call_wait             (SalonToolCall      *self,
                                                 SalonQuestion      *question);
void           salon_tool_call_begin            (SalonToolCall      *self,
                                                 SalonClock         *clock);

/**
 * salon_tool_call_set_progress:
 * @self: a call
 * @progress: how far the server says it is
 * @total: of how much; -1 when it did not say
 * @message: (nullable): the server's words
 */
void           salon_tool_call_set_progress     (SalonToolCall      *self,
                                                 double              progress,
                                                 double              total,
                                                 const char         *message);
void           salon_tool_call_finish           (SalonToolCall      *self,
                                                 SalonClock         *clock,
                                                 SalonMcpToolResult *result);

/**
 * salon_tool_call_end:
 * @self: a call
 * @clock: the clock
 * @state: failed, denied or cancelled
 * @error: a sentence
 *
 * Ends a call that gave no result. Does nothing when it is over already.
 */
void           salon_tool_call_end              (SalonToolCall      *self,
                                                 SalonClock         *clock,
                                                 SalonToolCallState  state,
                                                 const char         *error);

/**
 * salon_tool_call_dup_sentence:
 * @title: the tool's title
 * @arguments: (nullable): the arguments
 *
 * Returns: (transfer full): one line of plain text
 */
char          *salon_tool_call_dup_sentence     (const char         *title,
                                                 const SalonJson    *arguments);

/**
 * salon_tool_call_state_from_nick:
 * @nick: (nullable): the stored name of a state
 *
 * Returns: the state; %SALON_TOOL_CALL_CANCELLED for an unknown name
 */
SalonToolCallState
               salon_tool_call_state_from_nick  (const char         *nick);

/**
 * salon_tool_call_get_images:
 * @self: a call
 *
 * Returns: (transfer none) (nullable) (element-type SalonLlmPart): the pictures in its result, as
 *   models are given them; %NULL for none
 */
GPtrArray     *salon_tool_call_get_images       (SalonToolCall      *self);

G_END_DECLS
