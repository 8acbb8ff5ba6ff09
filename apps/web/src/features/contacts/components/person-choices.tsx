import type { CSSProperties } from 'react';
import { rovingFocus } from '@/components/frame/roving-focus';
import { CheckboxMark } from '@/components/ui/checkbox-mark';
import { cn } from '@/components/ui/cn';
import { type FragmentOf, readFragment } from '@/lib/graphql';
import { PersonRow } from './person-row';
import { PersonRow_user } from './person-row.fragment';

export interface Choosing {
  /** Several are ticked, or one press chooses one. */
  multiple: boolean;
  chosen: ReadonlySet<string>;
  onToggle: (id: string) => void;
  /** People who cannot be chosen, with the reason ("already here"). */
  taken?: ReadonlyMap<string, string>;
}

type Person = FragmentOf<typeof PersonRow_user>;
type PersonChoicesProps = Choosing & { label: string; people: readonly Person[] };

/** People in a dialog, of whom some are chosen. */
export function PersonChoices({ label, people, taken, chosen, ...choosing }: PersonChoicesProps) {
  return (
    <ul
      aria-label={label}
      className="max-h-80 min-h-0 overflow-y-auto px-4"
      style={{ '--presence-ring': 'var(--raised)' } as CSSProperties}
      {...rovingFocus}
    >
      {people.map((person) => {
        const { id } = readFragment(PersonRow_user, person);
        return (
          <Choice
            key={id}
            person={person}
            checked={chosen.has(id)}
            reason={taken?.get(id)}
            multiple={choosing.multiple}
            onPress={() => choosing.onToggle(id)}
          />
        );
      })}
    </ul>
  );
}

type ChoiceProps = {
  person: Person;
  multiple: boolean;
  checked: boolean;
  reason: string | undefined;
  onPress: () => void;
};

function Choice({ person, multiple, checked, reason, onPress }: ChoiceProps) {
  const pressable = !reason;
  return (
    <li>
      <button
        type="button"
        {...(multiple && { role: 'checkbox', 'aria-checked': checked || Boolean(reason) })}
        disabled={!pressable}
        data-roving
        onClick={onPress}
        className={cn(
          '-outline-offset-2 flex h-14 w-full items-center gap-3 rounded-[8px] px-2 text-start',
          pressable ? 'hover:bg-hover' : 'opacity-70',
        )}
      >
        <PersonRow
          user={person}
          trailing={
            reason ? (
              <span className="text-ink-2 text-meta">{reason}</span>
            ) : (
              multiple && <CheckboxMark checked={checked} />
            )
          }
        />
      </button>
    </li>
  );
}
