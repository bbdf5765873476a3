import { strict } from './strict.ts'

type Template = Electron.MenuItemConstructorOptions[]

let shown: Template = []

class StandInMenu {
  readonly template: Template

  constructor(template: Template) {
    this.template = template
  }
}

/** Not drawn. A test picks an item by its label. */
export const Menu = strict('Menu', {
  buildFromTemplate: (template: Template) => strict('Menu', new StandInMenu(template)),
  setApplicationMenu(menu: StandInMenu) {
    shown = menu.template
  },
})

export function pickMenuItem(label: string): void {
  const item = findItem(shown, label)
  if (item?.click === undefined) throw new Error(`The menu has no item "${label}" to pick`)
  // Curtain's items ignore what they are given.
  Reflect.apply(item.click, item, [])
}

function findItem(template: Template, label: string): Electron.MenuItemConstructorOptions | undefined {
  for (const item of template) {
    const found = item.label === label ? item : Array.isArray(item.submenu) && findItem(item.submenu, label)
    if (found) return found
  }
  return undefined
}
