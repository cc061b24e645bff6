import { useId } from "preact/hooks";

interface Props<Value extends string> {
  legend: string;
  options: { value: Value; text: string }[];
  chosen: Value | null; // null: nothing yet, and the form waits for it
  onChoose: (value: Value) => void;
}

/** A few answers of which one holds. */
export function Choices<Value extends string>({ legend, options, chosen, onChoose }: Props<Value>) {
  const name = useId();
  return (
    <fieldset class="choices">
      <legend class="field__label">{legend}</legend>
      {options.map(({ value, text }) => (
        <label key={value} class="choices__one">
          <input type="radio" name={name} checked={value === chosen} required={chosen === null} onChange={() => onChoose(value)} />
          <span>{text}</span>
        </label>
      ))}
    </fieldset>
  );
}
