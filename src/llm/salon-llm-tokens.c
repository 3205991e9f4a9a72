/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-llm"

#include "config.h"

#include "salon-llm-tokens.h"

#include <string.h>

#define BYTES_A_TOKEN 4
#define TOKENS_AROUND_MESSAGE 4
#define GREATEST_SIDE 1568
#define PIXELS_A_TOKEN 750
#define MAX_IMAGE_TOKENS 1600
#define DOCUMENT_BYTES_A_PAGE 50000
#define DOCUMENT_TOKENS_A_PAGE 2000
#define AUDIO_BYTES_A_SECOND 16000
#define AUDIO_TOKENS_A_SECOND 32

static gint64
tokens_of_length (gsize length)
{
  return (gint64) ((length + BYTES_A_TOKEN - 1) / BYTES_A_TOKEN);
}

/**
 * salon_llm_tokens_of_text:
 * @text: (nullable): a text
 *
 * Returns: about how many tokens it is
 */
gint64
salon_llm_tokens_of_text (const char *text)
{
  return text != NULL ? tokens_of_length (strlen (text)) : 0;
}

/* --- pictures ---------------------------------------------------------------------------- */

static guint
read_big (const guint8 *at,
          guint         n_bytes)
{
  guint value = 0;

  for (guint i = 0; i < n_bytes; i++)
    value = value << 8 | at[i];
  return value;
}

static guint
read_little (const guint8 *at,
             guint         n_bytes)
{
  guint value = 0;

  for (guint i = n_bytes; i > 0; i--)
    value = value << 8 | at[i - 1];
  return value;
}

/* The frame header is one of the segments before the data. */
static gboolean
read_jpeg_size (const guint8 *data,
                gsize         length,
                guint        *width,
                guint        *height)
{
  gsize at = 2;

  while (at + 9 <= length && data[at] == 0xff)
    {
      guint8 marker = data[at + 1];
      guint size = read_big (data + at + 2, 2);

      if (marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc)
        {
          *height = read_big (data + at + 5, 2);
          *width = read_big (data + at + 7, 2);
          return TRUE;
        }
      if (size < 2)
        return FALSE;
      at += 2 + size;
    }
  return FALSE;
}

static gboolean
read_webp_size (const guint8 *data,
                gsize         length,
                guint        *width,
                guint        *height)
{
  if (length < 30)
    return FALSE;
  if (memcmp (data + 12, "VP8X", 4) == 0)
    {
      *width = read_little (data + 24, 3) + 1;
      *height = read_little (data + 27, 3) + 1;
      return TRUE;
    }
  if (memcmp (data + 12, "VP8L", 4) == 0)
    {
      guint bits = read_little (data + 21, 4);

      *width = (bits & 0x3fff) + 1;
      *height = (bits >> 14 & 0x3fff) + 1;
      return TRUE;
    }
  if (memcmp (data + 12, "VP8 ", 4) == 0)
    {
      *width = read_little (data + 26, 2) & 0x3fff;
      *height = read_little (data + 28, 2) & 0x3fff;
      return TRUE;
    }
  return FALSE;
}

static gboolean
read_size (const guint8 *data,
           gsize         length,
           guint        *width,
           guint        *height)
{
  if (length >= 24 && memcmp (data, "\x89PNG\r\n\x1a\n", 8) == 0)
    {
      *width = read_big (data + 16, 4);
      *height = read_big (data + 20, 4);
      return TRUE;
    }
  if (length >= 10 && (memcmp (data, "GIF87a", 6) == 0 || memcmp (data, "GIF89a", 6) == 0))
    {
      *width = read_little (data + 6, 2);
      *height = read_little (data + 8, 2);
      return TRUE;
    }
  if (length >= 4 && data[0] == 0xff && data[1] == 0xd8)
    return read_jpeg_size (data, length, width, height);
  if (length >= 16 && memcmp (data, "RIFF", 4) == 0 && memcmp (data + 8, "WEBP", 4) == 0)
    return read_webp_size (data, length, width, height);
  return FALSE;
}

/**
 * salon_llm_tokens_of_image:
 * @data: (nullable): a PNG, JPEG, GIF or WebP file
 *
 * Returns: about how many tokens it is
 */
gint64
salon_llm_tokens_of_image (GBytes *data)
{
  const guint8 *bytes = NULL;
  gsize length = 0;
  guint width = 0;
  guint height = 0;

  if (data != NULL)
    bytes = g_bytes_get_data (data, &length);
  if (bytes == NULL || !read_size (bytes, length, &width, &height))
    return MAX_IMAGE_TOKENS;
  return salon_llm_tokens_of_size (width, height);
}

/**
 * salon_llm_tokens_of_size:
 * @width: of a picture, in pixels; 0 if unknown
 * @height: of the picture, in pixels; 0 if unknown
 *
 * Returns: about how many tokens a picture of this size is
 */
gint64
salon_llm_tokens_of_size (guint width,
                          guint height)
{
  double scale = 1;

  if (width == 0 || height == 0)
    return MAX_IMAGE_TOKENS;
  if (MAX (width, height) > GREATEST_SIDE)
    scale = (double) GREATEST_SIDE / MAX (width, height);
  return CLAMP ((gint64) (width * scale * (height * scale) / PIXELS_A_TOKEN) + 1, 1,
                MAX_IMAGE_TOKENS);
}

/* --- parts ------------------------------------------------------------------------------- */

/**
 * salon_llm_tokens_of_file:
 * @mime_type: (nullable): the kind of file
 * @length: its size in bytes
 *
 * Returns: about how many tokens a document is
 */
gint64
salon_llm_tokens_of_file (const char *mime_type,
                          gsize       length)
{
  if (mime_type != NULL && g_str_has_prefix (mime_type, "text/"))
    return tokens_of_length (length);
  return (gint64) ((length + DOCUMENT_BYTES_A_PAGE - 1) / DOCUMENT_BYTES_A_PAGE) *
         DOCUMENT_TOKENS_A_PAGE;
}

static gint64
tokens_of_audio (SalonLlmPart *part)
{
  GBytes *data = salon_llm_part_get_data (part);
  gsize length = data != NULL ? g_bytes_get_size (data) : 0;

  return (gint64) (length * AUDIO_TOKENS_A_SECOND / AUDIO_BYTES_A_SECOND) + 1;
}

static gsize
get_size (SalonLlmPart *part)
{
  GBytes *data = salon_llm_part_get_data (part);

  return data != NULL ? g_bytes_get_size (data) : 0;
}

/**
 * salon_llm_tokens_of_part:
 * @part: a part of a message
 *
 * Returns: about how many tokens it is
 */
gint64
salon_llm_tokens_of_part (SalonLlmPart *part)
{
  GPtrArray *images;
  gint64 tokens;

  g_return_val_if_fail (part != NULL, 0);

  switch (salon_llm_part_get_kind (part))
    {
    case SALON_LLM_PART_IMAGE:
      return salon_llm_tokens_of_image (salon_llm_part_get_data (part));
    case SALON_LLM_PART_DOCUMENT:
      return salon_llm_tokens_of_file (salon_llm_part_get_mime_type (part), get_size (part));
    case SALON_LLM_PART_AUDIO:
      return tokens_of_audio (part);
    case SALON_LLM_PART_TOOL_CALL:
      return salon_llm_tokens_of_text (salon_llm_part_get_name (part)) +
             salon_llm_tokens_of_text (salon_llm_part_get_arguments (part)) +
             TOKENS_AROUND_MESSAGE;
    case SALON_LLM_PART_TOOL_RESULT:
      tokens = salon_llm_tokens_of_text (salon_llm_part_get_text (part)) + TOKENS_AROUND_MESSAGE;
      images = salon_llm_part_get_images (part);
      for (guint i = 0; images != NULL && i < images->len; i++)
        tokens += salon_llm_tokens_of_part (images->pdata[i]);
      return tokens;
    case SALON_LLM_PART_TEXT:
    case SALON_LLM_PART_REASONING:
    default:
      return salon_llm_tokens_of_text (salon_llm_part_get_text (part));
    }
}

/**
 * salon_llm_tokens_of_message:
 * @message: a message
 *
 * Returns: about how many tokens it is
 */
gint64
salon_llm_tokens_of_message (SalonLlmMessage *message)
{
  gint64 tokens = TOKENS_AROUND_MESSAGE;

  g_return_val_if_fail (message != NULL, 0);

  for (guint i = 0; i < salon_llm_message_get_n_parts (message); i++)
    tokens += salon_llm_tokens_of_part (salon_llm_message_get_part (message, i));
  return tokens;
}

/**
 * salon_llm_tokens_of_tool:
 * @tool: a tool
 *
 * Returns: about how many tokens its definition is; counted once and kept with the tool
 */
gint64
salon_llm_tokens_of_tool (SalonLlmTool *tool)
{
  g_return_val_if_fail (tool != NULL, 0);

  return salon_llm_tool_get_tokens (tool);
}

/**
 * salon_llm_tokens_of_request:
 * @request: a request
 *
 * Returns: about how many tokens all of it is: instructions, tools and messages
 */
gint64
salon_llm_tokens_of_request (SalonLlmRequest *request)
{
  gint64 tokens;

  g_return_val_if_fail (request != NULL, 0);

  tokens = salon_llm_tokens_of_text (salon_llm_request_get_system (request));
  for (guint i = 0; i < salon_llm_request_get_n_tools (request); i++)
    tokens += salon_llm_tokens_of_tool (salon_llm_request_get_tool (request, i));
  for (guint i = 0; i < salon_llm_request_get_n_messages (request); i++)
    tokens += salon_llm_tokens_of_message (salon_llm_request_get_message (request, i));
  return tokens;
}
