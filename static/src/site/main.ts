// Every page works without this file. It adds comfort only: menus that fold, errors that take
// focus, buttons that ignore a second press, passwords that can be shown.
import {
  Button,
  CharacterCount,
  Checkboxes,
  ErrorSummary,
  NotificationBanner,
  PasswordInput,
  Radios,
  ServiceNavigation,
  SkipLink,
  createAll,
} from "govuk-frontend";

import { showOwnTimes } from "./own_time";
import "./styles/site.scss";

// GOV.UK's components start only below this mark. Its own template sets it from an inline script,
// which our content security policy does not allow.
document.body.classList.add("js-enabled", "govuk-frontend-supported");

createAll(Button, { preventDoubleClick: true });
createAll(CharacterCount);
createAll(Checkboxes);
createAll(ErrorSummary);
createAll(NotificationBanner);
createAll(PasswordInput);
createAll(Radios);
createAll(ServiceNavigation);
createAll(SkipLink);

showOwnTimes();
