/** In CSS pixels, same as in message-row.module.css: rows of one height need no measuring. */
export const ROW_HEIGHT = 86
