// Turns the plain text area of a draft into a rich text editor; without this file it stays plain.
// Marks: [data-rich] around the field, with a <template> that holds the text to begin with, and
// data-rich-files, data-rich-pictures, data-rich-paste: where pictures are, are sent to, and where
// pasted markup is cleaned. The form then carries a hidden field "html" once anything was changed.
(() => {
  "use strict";
  const TOOLS = [
    "header2", "header3", "bold", "italic", "underline", "through", "clearStyle", "|",
    "justifyLeft", "justifyCenter", "justifyRight", "indent", "delIndent", "|",
    "bulletedList", "numberedList", "blockquote", "divider", "|",
    "insertLink", "uploadImage", "insertTable", "|", "undo", "redo",
  ];
  const PHONE_TOOLS = [
    "header2", "header3", "bold", "underline", "justifyLeft", "justifyCenter", "justifyRight",
    "indent", "delIndent", "bulletedList", "numberedList", "uploadImage", "insertTable", "undo",
  ];
  const NAMES = { header2: "标题", header3: "小标题" };
  const HOVER = {
    text: { menuKeys: ["bold", "insertLink", "clearStyle"] },
    link: { menuKeys: ["editLink", "unLink"] },
    image: { menuKeys: ["editImage", "deleteImage"] },
    table: {
      menuKeys: [
        "tableHeader", "insertTableRow", "deleteTableRow", "insertTableCol", "deleteTableCol",
        "mergeTableCell", "splitTableCell", "deleteTable",
      ],
    },
  };
  const ALIGNS = { "ta-center": "center", "ta-right": "right" };
  const WAIT_MS = 100;

  // The editor clears a position by an empty style attribute, which our policy would report.
  const setAttribute = Element.prototype.setAttribute;
  Element.prototype.setAttribute = function setOrClear(name, value) {
    if (name === "style" && value === "") this.removeAttribute(name);
    else setAttribute.call(this, name, value);
  };

  const pause = () => new Promise((done) => setTimeout(done, WAIT_MS));

  // What the editor understands in place of our classes.
  const forEditor = (html) => {
    const parsed = new DOMParser().parseFromString(html, "text/html");
    for (const [name, align] of Object.entries(ALIGNS)) {
      parsed.querySelectorAll(`.${name}`).forEach((part) => part.setAttribute("data-w-e-text-align", align));
    }
    parsed.querySelectorAll(".ti-2").forEach((part) => part.setAttribute("data-w-e-indent", "2em"));
    parsed.querySelectorAll("li > ul, li > ol").forEach((list) => list.parentNode.after(list));
    parsed.querySelectorAll(".rich-table").forEach((frame) => frame.replaceWith(...frame.childNodes));
    return parsed.body.innerHTML;
  };

  // Pictures of this draft are named by the key of their file, wherever their address came from.
  const named = (html, files) => {
    const place = files.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
    return html.replace(
      new RegExp(`(<img\\b[^>]*?)\\ssrc="(?:https?://[^/"]+)?${place}(\\d+)"`, "gi"), '$1 data-file="$2"');
  };

  const wholeAddress = (typed) =>
    /^(https?:|mailto:|tel:)/i.test(typed.trim()) ? typed.trim() : `https://${typed.trim()}`;

  const light = (html) => html.replace(/(\ssrc=["'])data:[^"']*/gi, "$1data:");

  const post = async (url, body, form, type) => {
    const headers = { "X-CSRFToken": form.querySelector("input[name=csrf_token]").value };
    if (type) headers["Content-Type"] = type;
    const answer = await fetch(url, { method: "POST", body, credentials: "same-origin", headers });
    const json = (answer.headers.get("Content-Type") || "").includes("application/json");
    if (!json) throw new Error("没有成功，请刷新页面后再试。");
    const said = await answer.json();
    if (!answer.ok) throw new Error(said.error);
    return said;
  };

  const hiddenField = (form) => {
    const found = form.querySelector("input[name=html]");
    if (found) return found;
    const made = document.createElement("input");
    made.type = "hidden";
    made.name = "html";
    form.append(made);
    return made;
  };

  const frame = (box, area) => {
    const outer = document.createElement("div");
    outer.className = "rich-editor";
    const tools = document.createElement("div");
    tools.className = "rich-tools";
    const text = document.createElement("div");
    text.className = "rich-text rich";
    const status = document.createElement("p");
    status.className = "rich-status";
    status.setAttribute("role", "status");
    outer.append(tools, text, status);
    area.after(outer);
    return { outer, tools, text, status };
  };

  // The label, the reason and the error of the plain field now belong to the editable region.
  const takeLabels = (area, region) => {
    const label = document.querySelector(`label[for="${area.id}"]`);
    label.id = `${area.id}-label`;
    label.removeAttribute("for");
    label.addEventListener("click", () => region.focus());
    region.setAttribute("role", "textbox");
    region.setAttribute("aria-multiline", "true");
    region.setAttribute("aria-labelledby", label.id);
    const told = area.getAttribute("aria-describedby");
    if (told) region.setAttribute("aria-describedby", told);
    region.id = area.id;
    area.id = `${area.id}-plain`;
    area.hidden = true;
  };

  // The editor draws its buttons when it likes; each gets a name and says whether it is pressed.
  const nameButtons = (outer) => {
    outer.querySelectorAll("button").forEach((button) => {
      const own = NAMES[button.dataset.menuKey];
      if (own && button.textContent !== own) button.textContent = own;
      const name = own || button.dataset.tooltip || button.title || button.textContent;
      button.setAttribute("aria-label", name.split("\n")[0]);
      button.setAttribute("aria-disabled", button.classList.contains("disabled"));
      if (button.dataset.menuKey) button.setAttribute("aria-pressed", button.classList.contains("active"));
    });
  };

  const watchTools = (outer, tools) => {
    tools.setAttribute("role", "group");
    tools.setAttribute("aria-label", "正文的格式");
    nameButtons(outer);
    new MutationObserver(() => nameButtons(outer)).observe(
      outer, { subtree: true, childList: true, attributes: true, attributeFilter: ["class"] });
  };

  const start = (box) => {
    const { createEditor, createToolbar } = window.wangEditor;
    const form = box.closest("form");
    const area = box.querySelector("textarea");
    const first = box.querySelector("template").innerHTML;
    area.value = area.defaultValue; // a browser may have put back what stood here once
    const { richFiles: files, richPictures: pictures, richPaste: cleaner } = box.dataset;
    const parts = frame(box, area);
    const say = (text) => { parts.status.textContent = text; };

    const upload = async (file, insert) => {
      while (form.dataset.saving) await pause();
      form.dataset.busy = "1";
      say("正在上传图片…");
      try {
        const data = new FormData();
        data.append("upload", file, file.name || "图片.png");
        const said = await post(pictures, data, form);
        form.querySelector("input[name=version]").value = said.version;
        insert(said.url, "", "");
        say("图片已插入。点一下图片，可以写说明。");
      } catch (error) {
        say(error.message);
      }
      delete form.dataset.busy;
    };

    const paste = (editor, event) => {
      const board = event.clipboardData;
      const types = [...board.types];
      if (types.includes("application/x-slate-fragment")) return true;
      const html = board.getData("text/html");
      const images = [...board.files].filter((file) => file.type.startsWith("image/"));
      if (!html && !images.length) return true;
      event.preventDefault();
      if (!html) {
        images.forEach((file) => upload(file, (url) => editor.insertNode(
          { type: "image", src: url, alt: "", children: [{ text: "" }] })));
        return false;
      }
      say("正在整理粘贴的内容…");
      post(cleaner, light(named(html, files)), form, "text/html; charset=utf-8")
        .then((said) => {
          editor.restoreSelection();
          editor.dangerouslyInsertHtml(forEditor(said.html));
          say(said.told);
        })
        .catch((error) => {
          editor.restoreSelection();
          editor.insertText(board.getData("text/plain"));
          say(error.message);
        });
      return false;
    };

    let begun = "";
    const changed = (editor) => {
      const html = editor.getHtml();
      if (html === begun) return;
      begun = html;
      const field = hiddenField(form);
      field.value = named(html, files);
      field.dispatchEvent(new Event("change", { bubbles: true }));
    };

    const editor = createEditor({
      selector: parts.text,
      html: forEditor(first),
      mode: "default",
      config: {
        textStyleMode: "class",
        scroll: false,
        autoFocus: false,
        hoverbarKeys: HOVER,
        customPaste: paste,
        customAlert: say,
        MENU_CONF: {
          uploadImage: { customUpload: upload, allowedFileTypes: ["image/*"] },
          insertLink: { parseLinkUrl: wholeAddress },
          editLink: { parseLinkUrl: wholeAddress },
        },
      },
    });
    begun = editor.getHtml();
    editor.on("change", () => changed(editor));
    const narrow = window.matchMedia("(max-width: 767px)").matches;
    const toolbarKeys = narrow ? PHONE_TOOLS : TOOLS;
    createToolbar({ editor, selector: parts.tools, mode: "default", config: { toolbarKeys } });
    const region = parts.text.querySelector("[contenteditable]");
    takeLabels(area, region);
    watchTools(parts.outer, parts.tools);
    // Tab goes on to the next control, as in every other field.
    parts.text.addEventListener("keydown", (event) => {
      if (event.key === "Tab") event.stopImmediatePropagation();
    }, true);
  };

  if (window.wangEditor) document.querySelectorAll("[data-rich]").forEach(start);
})();
