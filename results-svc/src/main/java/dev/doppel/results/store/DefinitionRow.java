package dev.doppel.results.store;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** The resolved definition of an instance, masked JSON. Confined to the thread that made it. */
@Entity
@Table(name = "definition")
public class DefinitionRow {
    @Id
    @Column(name = "instance_id")
    public String instance = "";

    public String content = "";

    DefinitionRow() {}

    public DefinitionRow(String instance, String content) {
        this.instance = instance;
        this.content = content;
    }
}
