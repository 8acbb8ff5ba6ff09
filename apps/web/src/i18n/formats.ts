/** Styles that messages name, of a point in time. The form that pages carry knows none by itself. */
export const formats = {
  dateTime: { short: { hour: 'numeric', minute: 'numeric' } },
} as const;
