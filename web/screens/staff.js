/*
 * staff.js - people of the office, the roles they hold from day to day, and a
 * password for who forgot his
 */
import { api, getOnce } from "../core/api.js";
import { html, useState } from "../core/dom.js";
import { day, num } from "../core/fmt.js";
import { can } from "../core/session.js";
import { useLoad } from "../core/store.js";
import { t } from "../core/text.js";
import { Dialog, ask } from "../ui/dialog.js";
import { Field } from "../ui/field.js";
import { Loaded } from "../ui/states.js";
import { DataTable } from "../ui/table.js";
import { toast } from "../ui/toast.js";
import { Head, Screen } from "./parts/bits.js";

function Term({ term }) {
  const span = term.from || term.to ? t("web.staff.span", { from: term.from ? day(term.from) : "…", to: term.to ? day(term.to) : "…" }) : "";
  return html`<span class="term"><span class="tag act">${term.label || term.role}</span>${span && html`<small>${span}</small>`}</span>`;
}

/* Shown once, to be told to one person, and changed by her at once. */
function Secret({ of, onClose }) {
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(of.password);
      toast(t("web.staff.copied"));
    } catch {
      toast(t("web.staff.not_copied"), "warn");
    }
  };
  return html`<${Dialog} title=${t("web.staff.secret", { name: of.name })} onClose=${onClose} isFixed>
    <p class="dialog-text">${t("web.staff.secret_text")}</p>
    <p class="secret"><code>${of.password}</code></p>
    <div class="dialog-foot"><button type="button" class="btn" onClick=${copy}>${t("web.staff.copy")}</button>
      <button type="button" class="btn primary" onClick=${onClose}>${t("web.staff.told")}</button></div></${Dialog}>`;
}

/* A new person, or a further role of one who is here. */
function TermForm({ person, roles, today, onDone, onClose }) {
  const [form, setForm] = useState({ login: "", name: "", role: roles[0].id, from: today, to: "" });
  const [error, setError] = useState(null);
  const put = (name) => (e) => setForm({ ...form, [name]: e.target.value });
  const at = (...names) => error && names.includes(error.field) && error.message;
  const chosen = roles.find((role) => role.id === form.role);
  const save = async (e) => {
    e.preventDefault();
    setError(null);
    const term = { role: form.role, from: form.from, to: form.to };
    try {
      if (person) {
        await api.post(`/staff/${person.id}/terms`, term);
        toast(t("web.staff.term_added", { name: person.name }));
        onDone(null);
      } else {
        const made = await api.post("/staff", { login: form.login.trim(), name: form.name.trim(), ...term });
        onDone(made.password ? { name: form.name, password: made.password } : null);
      }
    } catch (fault) {
      setError(fault);
    }
  };
  return html`<${Dialog} title=${person ? t("web.staff.add_term", { name: person.name }) : t("web.staff.add")} onClose=${onClose}><form onSubmit=${save}>
    ${!person && html`<${Field} label=${t("web.staff.name")} isRequired error=${at("name")}>${(props) => html`<input ...${props} name="name" value=${form.name}
        autocomplete="off" onInput=${put("name")} />`}</${Field}>
      <${Field} label=${t("web.staff.login")} isRequired hint=${t("web.staff.login_hint")} error=${at("login")}>${(props) => html`<input ...${props} name="new-login"
        value=${form.login} autocomplete="off" autocapitalize="none" spellcheck="false" onInput=${put("login")} />`}</${Field}>`}
    <${Field} label=${t("web.staff.role")} hint=${chosen.verbs ? t("web.staff.may", { list: chosen.verbs.slice(0, 6).map((v) => v.label.toLowerCase()).join(", ") }) : ""}
      error=${at("role")}>${(props) => html`<select ...${props} name="role" value=${form.role} onChange=${put("role")}>${roles.map((role) => html`<option
        key=${role.id} value=${role.id}>${role.label}</option>`)}</select>`}</${Field}>
    <div class="form-row"><${Field} label=${t("web.staff.from")} error=${at("from")}>${(props) => html`<input ...${props} type="date" value=${form.from} onInput=${put("from")} />`}</${Field}>
      <${Field} label=${t("web.staff.to")} hint=${t("web.staff.to_hint")} error=${at("to")}>${(props) => html`<input ...${props} type="date" value=${form.to} onInput=${put("to")} />`}</${Field}></div>
    ${error && !["login", "name", "role", "from", "to"].includes(error.field) && html`<p class="field-error" role="alert">${error.message}</p>`}
    <div class="dialog-foot"><button type="button" class="btn" onClick=${onClose}>${t("web.action.cancel")}</button>
      <button class="btn primary">${t(person ? "web.staff.save_term" : "web.staff.save")}</button></div></form></${Dialog}>`;
}

export default function Staff({ session: S }) {
  const load = useLoad((signal) => api.get("/staff", { signal }), []);
  const roles = useLoad(() => getOnce("/roles"), []);
  const [form, setForm] = useState(null);
  const [secret, setSecret] = useState(null);
  const mayManage = can("staff.manage");
  const reset = async (person) => {
    const isSure = await ask({ title: t("web.staff.reset_title", { name: person.name }), text: t("web.staff.reset_text"), ok: t("web.staff.reset") });
    if (!isSure) return;
    try {
      setSecret({ name: person.name, password: (await api.post(`/staff/${person.id}/password`, {})).password });
    } catch (error) {
      toast(error.message, "bad");
    }
  };
  const columns = [
    { id: "name", label: t("web.staff.name"), cell: (p) => html`<b>${p.name}</b>` },
    { id: "login", label: t("web.staff.login") },
    { id: "roles", label: t("web.staff.roles"), value: (p) => (p.terms || []).map((term) => term.label || term.role).join(", "),
      cell: (p) => (p.terms || []).map((term, i) => html`<${Term} key=${i} term=${term} />`) },
    ...(mayManage ? [{ id: "acts", label: "", isPlain: true, value: () => "", cell: (p) => html`<span class="row-acts">
      <button type="button" class="btn small" onClick=${() => setForm({ person: p })}>${t("web.staff.give")}</button>
      ${p.id !== S.user.id && html`<button type="button" class="btn small" onClick=${() => reset(p)}>${t("web.staff.reset")}</button>`}</span>` }] : []),
  ];
  return html`<${Screen} id="staff">
    <${Loaded} of=${load} lines=${8}>${(data) => html`
      <${Head} title=${t("web.staff.headline", { n: num(data.items.length), office: S.office.name })} note=${t("web.staff.note")}>
        ${mayManage && html`<button type="button" class="btn primary" disabled=${!roles.data} onClick=${() => setForm({ person: null })}>${t("web.staff.add")}</button>`}</${Head}>
      <${DataTable} label=${t("web.staff.title")} columns=${columns} rows=${data.items} exportName="can-bo" />`}</${Loaded}>
    ${form && roles.data && html`<${TermForm} person=${form.person} roles=${roles.data.roles} today=${S.today} onClose=${() => setForm(null)}
      onDone=${(made) => { setForm(null); setSecret(made); load.reload(); }} />`}
    ${secret && html`<${Secret} of=${secret} onClose=${() => setSecret(null)} />`}
  </${Screen}>`;
}
