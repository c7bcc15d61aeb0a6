/** Menus are native `<details class="menu">`; what a reader expects of a menu and they do not do is done here. */

const OPEN = "details.menu[open]";

/** A menu closes when the reader presses or goes anywhere else. */
export function listenForMenus(): void {
  for (const type of ["pointerdown", "focusin"]) {
    document.addEventListener(type, ({ target }) => {
      for (const menu of document.querySelectorAll<HTMLDetailsElement>(OPEN)) {
        if (!(target instanceof Node && menu.contains(target))) menu.open = false;
      }
    });
  }
}

/** Closes the menu that is open, as Escape does, and gives the focus back to what opened it; false where none is. */
export function escapeMenu(): boolean {
  const menu = document.querySelector<HTMLDetailsElement>(OPEN);
  if (!menu) return false;
  menu.open = false;
  menu.querySelector("summary")?.focus();
  return true;
}
