/** The address is valid; what it shows is chosen by the shell, in the browser. */
export default function Page(): null {
  return null;
}
