/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "open-handler"

#include "config.h"

#include "open-handler.h"

#include <gio/gio.h>

struct _OpenHandler
{
  GObject    parent_instance;

  GPtrArray *promises;
  gboolean   can_refine;    /* tools in sampling, and pages */
};

static void input_handler_iface_init (SalonMcpInputHandlerInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (OpenHandler, open_handler, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (SALON_TYPE_MCP_INPUT_HANDLER,
                                                      input_handler_iface_init))

static void
open_handler_finalize (GObject *object)
{
  g_ptr_array_unref (OPEN_HANDLER (object)->promises);

  G_OBJECT_CLASS (open_handler_parent_class)->finalize (object);
}

static void
open_handler_class_init (OpenHandlerClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = open_handler_finalize;
}

static void
open_handler_init (OpenHandler *self)
{
  self->promises = g_ptr_array_new_with_free_func (dex_unref);
}

static gboolean
open_handler_can (SalonMcpInputHandler *handler,
                  SalonMcpInputKind     kind)
{
  return OPEN_HANDLER (handler)->can_refine ||
         (kind != SALON_MCP_INPUT_SAMPLING_TOOLS && kind != SALON_MCP_INPUT_ELICITATION_URL);
}

static DexFuture *
ask (SalonMcpInputHandler *handler)
{
  DexPromise *promise = dex_promise_new_cancellable ();

  g_ptr_array_add (OPEN_HANDLER (handler)->promises, dex_ref (promise));
  return DEX_FUTURE (promise);
}

static DexFuture *
open_handler_question (SalonMcpInputHandler *handler,
                       SalonMcpClient       *client,
                       const SalonJson      *params)
{
  return ask (handler);
}

static DexFuture *
open_handler_list_roots (SalonMcpInputHandler *handler,
                         SalonMcpClient       *client)
{
  return ask (handler);
}

static void
input_handler_iface_init (SalonMcpInputHandlerInterface *iface)
{
  iface->can = open_handler_can;
  iface->sample = open_handler_question;
  iface->elicit = open_handler_question;
  iface->list_roots = open_handler_list_roots;
}

OpenHandler *
open_handler_new (gboolean can_refine)
{
  OpenHandler *self = g_object_new (TYPE_OPEN_HANDLER, NULL);

  self->can_refine = can_refine;
  return self;
}

guint
open_handler_count (OpenHandler *self)
{
  return self->promises->len;
}

void
open_handler_answer (OpenHandler *self,
                     guint        index,
                     const char  *result)
{
  SalonJsonDocument *document = salon_json_document_parse (result, -1, NULL, NULL);

  g_assert_nonnull (document);
  g_assert_cmpuint (index, <, self->promises->len);
  dex_promise_resolve_boxed (g_ptr_array_index (self->promises, index), SALON_TYPE_JSON_DOCUMENT,
                             document);
}

void
open_handler_refuse (OpenHandler *self,
                     guint        index)
{
  dex_promise_reject (g_ptr_array_index (self->promises, index),
                      g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CANCELLED, "No"));
}

DexFuture *
open_handler_get (OpenHandler *self,
                  guint        index)
{
  return g_ptr_array_index (self->promises, index);
}
