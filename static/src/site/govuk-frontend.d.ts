// GOV.UK Frontend ships no types; these are the ones that main.ts uses.
declare module "govuk-frontend" {
  type Component = abstract new (root: Element | null, config?: object) => object;

  export function createAll(component: Component, config?: object): object[];

  export const Button: Component;
  export const CharacterCount: Component;
  export const Checkboxes: Component;
  export const ErrorSummary: Component;
  export const NotificationBanner: Component;
  export const PasswordInput: Component;
  export const Radios: Component;
  export const ServiceNavigation: Component;
  export const SkipLink: Component;
}
