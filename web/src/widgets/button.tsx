// A button with words, an icon, or both. An icon alone needs `label`, which also becomes its tooltip.
import type { ButtonHTMLAttributes, ReactElement, ReactNode } from 'react';
import { Icon, type IconName } from './icons';

type Kind = 'plain' | 'primary' | 'quiet';

interface Props extends Omit<ButtonHTMLAttributes<HTMLButtonElement>, 'className'> {
  kind?: Kind;
  icon?: IconName;
  label?: string;
  keys?: string; // the shortcut, told in the tooltip
  children?: ReactNode;
}

export function Button({ kind = 'plain', icon, label, keys, children, ...rest }: Props): ReactElement {
  const hint = [label, keys === undefined ? undefined : `(${keys})`].filter(Boolean).join(' ');
  return (
    <button
      type="button"
      {...rest}
      className={`button button--${kind}${children === undefined ? ' button--icon' : ''}`}
      {...(label === undefined ? {} : { 'aria-label': label })}
      {...(hint === '' ? {} : { title: hint })}
      {...(keys === undefined ? {} : { 'aria-keyshortcuts': keys })}
    >
      {icon && <Icon name={icon} />}
      {children}
    </button>
  );
}
